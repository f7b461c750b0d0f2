/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinderSubstitutionTest {

    enum Mode {
        FAST,
        SAFE
    }

    record Typed(
            @Option("A number.") Optional<Integer> number,
            @Option("A long.") Optional<Long> big,
            @Option("A double.") Optional<Double> ratio,
            @Option("A switch.") Optional<Boolean> active,
            @Option("A wait.") Optional<Duration> timeout,
            @Option("A size.") Optional<ByteSize> size,
            @Option("A mode.") Optional<Mode> mode,
            @Option("Where to.") Optional<URI> url,
            @Option("A file.") Optional<Path> file,
            @Option("A text.") Optional<String> text,
            @Option("A secret.") Optional<Secret> token,
            @Option("A message.") Optional<Template> message,

            @Option(value = "With a default.", fallback = "7")
            int seven,

            @Option("Many.") List<String> names,
            @Option("Numbers.") List<Integer> numbers,
            @Option("Secrets.") List<Secret> tokens,
            @Option("Enabled.") List<String> enabled) {}

    private final Reading reading = new Reading();

    @ParameterizedTest
    @CsvSource({"TRUE,true", "yes,true", "On,true", "False,false", "NO,false", "off,false"})
    void aSwitchIsFilledInWithTheUsualWords(String word, boolean meant) {
        reading.env("B", word);
        assertThat(reading.bind("number: 1\nactive: ${env:B}", Typed.class).active())
                .contains(meant);
        reading.env("B", word + "!");
        reading.bind("number: 1\nactive: ${env:B}", Typed.class);
        assertThat(reading.said()).hasSize(1);
    }

    @Test
    void whatWasFilledInIsReadAsTheTypeOfTheOption() {
        reading.env("N", "30").env("R", "0.5").env("B", "true").env("M", "safe").env("U", "https://example.org/x");
        Typed typed = reading.bind("""
                number: ${env:N}
                big: "${env:N}00"
                ratio: ${env:R}
                active: ${env:B}
                timeout: ${env:N}
                size: ${env:N}KB
                mode: ${env:M}
                url: ${env:U}
                file: ${env:N}/x
                seven: ${env:NONE:-9}
                """, Typed.class);

        assertThat(reading.said()).isEmpty();
        assertThat(typed.number()).contains(30);
        assertThat(typed.big()).contains(3000L);
        assertThat(typed.ratio()).contains(0.5);
        assertThat(typed.active()).contains(true);
        assertThat(typed.timeout()).contains(Duration.ofSeconds(30));
        assertThat(typed.size()).contains(new ByteSize(30_000));
        assertThat(typed.mode()).contains(Mode.SAFE);
        assertThat(typed.url()).contains(URI.create("https://example.org/x"));
        assertThat(typed.file()).contains(Path.of("/base/30/x"));
        assertThat(typed.seven()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number", "big", "ratio", "active", "timeout", "size", "mode", "url", "file", "text", "token",
                "message", "seven", "names", "numbers", "tokens"
            })
    void anEmptyVariableCountsAsLeftOut(String option) {
        reading.env("EMPTY", "");

        assertThat(reading.bind(option + ": ${env:EMPTY}\n", Typed.class))
                .isEqualTo(new Reading().bind("", Typed.class));
        assertThat(reading.said()).isEmpty();
    }

    @Test
    void anEmptyVariableIsNotEnoughForARequiredOption() {
        record Needs(@Option("The account.") String account) {}
        reading.env("EMPTY", "");

        assertThat(reading.bind("account: ${env:EMPTY}\n", Needs.class)).isNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:1: account: required, but what was substituted is empty: The account.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "url", "token", "seven", "names", "enabled", "mode"})
    void whatCannotBeFilledInIsReportedOnceAndTheRestIsStillChecked(String option) {
        assertThat(reading.bind(option + ": ${env:UNSET}\nratio: x\nunknown: y\n", Typed.class))
                .isNull();
        assertThat(reading.said())
                .satisfiesExactly(
                        said -> assertThat(said)
                                .contains("1: " + option + ": the environment variable UNSET is not set"),
                        said -> assertThat(said).contains("2: ratio: expected a number, not 'x'"),
                        said -> assertThat(said).contains("3: unknown: no such option"));
    }

    @Test
    void whatIsWrongWithSomethingUnusedCanBeForgotten() {
        reading.read("sinks:\n  off: {a: '${env:A}', b: ['${env:B}']}\n  off-not: {a: '${env:C}'}\n");
        reading.mistakes.forget("sinks.off");

        assertThat(reading.said()).singleElement().asString().contains("sinks.off-not.a: the environment variable C");
    }

    @Test
    void commasSeparateWhatWasFilledInButNotWhatIsWritten() {
        reading.env("LIST", "a, b,,c ").env("NUMBERS", "1,2").env("SECRET", "x,y,z");
        Typed typed = reading.bind("""
                names: ${env:LIST}
                numbers: ${env:NUMBERS}
                tokens: ${env:SECRET}
                enabled: ops, mail
                """, Typed.class);

        assertThat(typed.names()).containsExactly("a", "b", "c");
        assertThat(typed.numbers()).containsExactly(1, 2);
        assertThat(typed.tokens()).containsExactly(new Secret("x,y,z"));
        assertThat(typed.enabled()).containsExactly("ops", "mail");
        assertThat(new Reading().bind("names: a, b\n", Typed.class).names()).containsExactly("a, b");
    }

    @ParameterizedTest
    @CsvSource({
        "number, a whole number", "big, a whole number", "ratio, a number", "active, true or false",
                "timeout, a duration",
        "size, a size", "mode, 'one of fast, safe'", "url, an address", "numbers, a whole number",
                "seven, a whole number"
    })
    void aMistakeNeverShowsWhatWasFilledIn(String option, String expected) {
        reading.env("TOKEN", "hunter22 99 fas");

        assertThat(reading.bind(option + ": ${env:TOKEN}\n", Typed.class)).isNull();
        assertThat(reading.said())
                .singleElement()
                .asString()
                .contains("expected " + expected)
                .doesNotContain("hunter", "99", "'fas");
    }

    @Test
    void anAddressIsNeverShownEvenWhenItStandsInTheFile() {
        assertThat(reading.bind("url: https://hooks.example.org/T0/s3cr et\n", Typed.class))
                .isNull();
        assertThat(reading.bind("url: hooks.example.org/s3cret\n", Typed.class)).isNull();
        assertThat(reading.bind("url: https:s3cret\n", Typed.class)).isNull();
        assertThat(reading.bind("url: https://:8080/s3cret\n", Typed.class)).isNull();
        assertThat(reading.said())
                .hasSizeGreaterThan(2)
                .allSatisfy(said -> assertThat(said)
                        .startsWith("dispatcher.yaml:1: url: expected an address such as https://example.org/path; ")
                        .doesNotContain("s3cr", "hooks"));
    }

    @Test
    void aTemplateThatIsWrongDoesNotShowWhatWasFilledIn() {
        reading.env("TOKEN", "hunter22");

        assertThat(reading.bind("message: '{% ${env:TOKEN} %}'\n", Typed.class)).isNull();
        assertThat(reading.said())
                .containsExactly("dispatcher.yaml:1: message: not a template: line 1: no tags here: {% **** %}");
    }

    @Test
    void aConstructorThatTellsASecretIsMasked() {
        record Leaky(
                @Option("A secret.") Secret token,
                @Option("A text.") String text) {
            Leaky {
                throw new IllegalArgumentException("cannot use " + token.reveal() + " with " + text);
            }
        }
        reading.env("TEXT", "confidential");

        assertThat(reading.bind("token: hunter22\ntext: is ${env:TEXT}\n", Leaky.class))
                .isNull();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: cannot use **** with ****");
    }

    @Test
    void theHostIsToldWhatIsWorthMasking() {
        reading.env("PORT", "8080").env("TOKEN", "hunter22").env("MODE", "fast").env("WORD", "confidential");
        reading.bind("""
                number: ${env:PORT}
                mode: ${env:MODE}
                url: https://example.org/${env:TOKEN}
                text: ${env:WORD}
                token: in the file
                tokens: [ "${env:TOKEN}" ]
                names: ${env:NONE:-plain,words}
                """, Typed.class);

        assertThat(reading.said()).isEmpty();
        assertThat(reading.secrets).containsOnly("hunter22", "confidential", "in the file");
    }

    @Test
    void boundSecretsDoNotShowInTheRecord() {
        assertThat(reading.bind("token: hunter22\n", Typed.class).toString()).doesNotContain("hunter22");
    }
}
