/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    enum Format {
        JSON,
        ND_JSON
    }

    record Header(
            @Option("Its name.") String name,

            @Option(value = "Its value, a|b.", fallback = "x")
            String value) {}

    record Hook(
            @Option("Where to post.") URI url,

            @Option(value = "How long one request may take.", fallback = "10s")
            Duration timeout,

            @Option(value = "The form.", fallback = "json") Format bodyFormat,
            @Option("Signs requests.") Optional<Secret> secret,
            @Option("Codes that count as success.") List<Integer> codes,
            @Option("Texts by name.") Map<String, Template> texts,
            @Option("Headers.") List<Header> headers,
            @Option("Headers by name.") Map<String, Header> named,
            @Option("The one that must be.") Header main) {}

    record Empty() {}

    @Test
    void eachComponentIsAnOption() {
        List<OptionInfo> options = Options.of(Hook.class);

        assertThat(options)
                .extracting(OptionInfo::name)
                .containsExactly(
                        "url", "timeout", "body-format", "secret", "codes", "texts", "headers", "named", "main");
        assertThat(options)
                .extracting(OptionInfo::typeWords)
                .containsExactly(
                        "address",
                        "duration",
                        "one of json, nd-json",
                        "secret",
                        "list of whole numbers",
                        "mapping of names to templates",
                        "list of mappings",
                        "mapping of names to mappings",
                        "mapping");
        assertThat(options)
                .filteredOn(OptionInfo::required)
                .extracting(OptionInfo::name)
                .containsExactly("url", "main");
        assertThat(options.get(1).fallback()).isEqualTo("10s");
        assertThat(options.get(0).sentence()).isEqualTo("Where to post.");
        assertThat(options.get(6).nested()).extracting(OptionInfo::name).containsExactly("name", "value");
    }

    @ParameterizedTest
    @CsvSource({
        "url, url",
        "connectTimeout, connect-timeout",
        "baseURL, base-url",
        "URLOfIt, url-of-it",
        "http2Only, http2-only",
        "sha256, sha256",
        "wait_, wait",
        "default_, default"
    })
    void namesAreInKebabCase(String component, String name) {
        assertThat(Options.kebab(component)).isEqualTo(name);
    }

    @Test
    void aTypeThatNoOptionCanHaveIsNamed() {
        record Odd(@Option("Odd.") Thread thread) {}
        record Odder(@Option("Odd.") Map<Integer, String> map) {}

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(Odd.class))
                .withMessage("Odd.thread: an option cannot be of type java.lang.Thread");
        assertThat(Options.check(Odder.class, Reading::template))
                .containsExactly(
                        "Odder.map: an option cannot be of type java.util.Map<java.lang.Integer, java.lang.String>");
    }

    record Loop(@Option("Again.") Optional<Loop> again) {}

    @Test
    void aRecordThatHoldsItselfIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(Loop.class))
                .withMessageContaining("Loop");
    }

    @Test
    void whatAnAuthorForgotIsFound() {
        record Inner(@Option("no full stop") String text) {}
        record Sloppy(
                String bare,
                @Option(" ") String blank,

                @Option(value = "A number.", fallback = "many")
                int number,

                @Option(value = "A wait.", fallback = "soon")
                Optional<Duration> wait_,

                @Option(value = "A template.", fallback = "{% x %}")
                Template template,

                @Option(value = "A mode.", fallback = "JSON")
                Format mode,

                @Option(value = "A list.", fallback = "[1, 2")
                List<Integer> list,

                @Option("One.") Optional<String> oneTwo,
                @Option("Two.") Optional<String> one_two,
                @Option("Nested.") Inner inner) {}

        assertThat(Options.check(Sloppy.class, Reading::template))
                .satisfiesExactly(
                        said -> assertThat(said).isEqualTo("bare: has no sentence; add @Option(\"…\")"),
                        said -> assertThat(said).startsWith("blank: has no sentence"),
                        said -> assertThat(said).isEqualTo("number: its default: expected a whole number, not 'many'"),
                        said -> assertThat(said).startsWith("wait: its default: expected a duration"),
                        said -> assertThat(said).startsWith("template: its default: not a template"),
                        said -> assertThat(said)
                                .isEqualTo("mode: its default: expected one of json, nd-json, not 'JSON'; did you mean"
                                        + " 'json'?"),
                        said -> assertThat(said).startsWith("list: its default: not YAML"),
                        said -> assertThat(said).isEqualTo("one-two: two components have this name"),
                        said -> assertThat(said).isEqualTo("inner.text: its sentence does not end with a full stop"));
    }

    @Test
    void goodOptionsPassTheCheck() {
        assertThat(Options.check(Hook.class, Reading::template)).isEmpty();
        assertThat(Options.check(Http.Settings.class, Reading::template)).isEmpty();
        assertThat(Options.check(Empty.class, Reading::template)).isEmpty();
    }

    @Test
    void theTerminalShowsEachOptionWithItsSentence() {
        assertThat(Describe.text(Hook.class)).isEqualTo("""
                          url  (address, required)
                              Where to post.
                          timeout  (duration, default 10s)
                              How long one request may take.
                          body-format  (one of json, nd-json, default json)
                              The form.
                          secret  (secret, optional)
                              Signs requests.
                          codes  (list of whole numbers, optional)
                              Codes that count as success.
                          texts  (mapping of names to templates, optional)
                              Texts by name.
                          headers  (list of mappings, optional)
                              Headers.
                          headers[].name  (text, required)
                              Its name.
                          headers[].value  (text, default x)
                              Its value, a|b.
                          named  (mapping of names to mappings, optional)
                              Headers by name.
                          named.NAME.name  (text, required)
                              Its name.
                          named.NAME.value  (text, default x)
                              Its value, a|b.
                          main  (mapping, required)
                              The one that must be.
                          main.name  (text, required)
                              Its name.
                          main.value  (text, default x)
                              Its value, a|b.
                        """);
        assertThat(Describe.text(Empty.class)).isEqualTo("  There are no options.\n");
    }

    @Test
    void longSentencesAreWrappedForTheTerminal() {
        record Long(
                @Option(
                        "A sentence that goes on and on, and on and on, and on and on, and on and on, and on, and then ends.")
                String text) {}

        assertThat(Describe.text(Long.class).lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(98).doesNotEndWith(" "));
    }

    @Test
    void theReferenceIsATable() {
        assertThat(OptionsMarkdown.table(Hook.class))
                .startsWith("""
                        | option | type | default | what it does |
                        |---|---|---|---|
                        | `url` | address | required | Where to post. |
                        | `timeout` | duration | `10s` | How long one request may take. |
                        """)
                .contains("| `headers[].value` | text | `x` | Its value, a\\|b. |\n");
        assertThat(OptionsMarkdown.table(Empty.class)).isEqualTo("There are no options.\n");
    }
}
