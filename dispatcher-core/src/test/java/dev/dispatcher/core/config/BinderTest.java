/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

    enum Overflow {
        REJECT,
        DROP_OLDEST,
        DROP_NEWEST
    }

    record Backoff(
            @Option(value = "First wait.", fallback = "1s") Duration first,

            @Option(value = "Longest wait.", fallback = "5m")
            Duration most) {}

    record All(
            @Option("A text.") String text,
            @Option(value = "A switch.", fallback = "true") boolean active,
            @Option(value = "A number.", fallback = "8") int number,

            @Option(value = "A long.", fallback = "5000000000")
            long big,

            @Option(value = "A double.", fallback = "0.5") double ratio,
            @Option(value = "A wait.", fallback = "10s") Duration timeout,
            @Option("Where to.") URI url,

            @Option(value = "A file.", fallback = "data/x.log")
            Path file,

            @Option(value = "What to do.", fallback = "drop-oldest")
            Overflow overflow,

            @Option("A secret.") Secret token,

            @Option(value = "A message.", fallback = "{{ message }}")
            Template message,

            @Option(value = "A size.", fallback = "64KiB") ByteSize bytes,
            @Option("Perhaps.") Optional<String> perhaps,
            @Option("Perhaps a number.") Optional<Integer> count,
            @Option("Many.") List<String> names,

            @Option(value = "Defaults.", fallback = "[1, 2]")
            List<Integer> numbers,

            @Option("By name.") Map<String, Template> headers,
            @Option("Nested.") Backoff backoff,
            @Option("Nested list.") List<Backoff> steps,
            @Option("Nested by name.") Map<String, Backoff> byName,
            @Option("Anything.") Optional<Node> raw) {}

    private final Reading reading = new Reading();

    private static final String LEAST = "text: x\nurl: https://example.org\ntoken: hunter22\n";

    @Test
    void defaultsStandInForWhatIsLeftOut() {
        All all = reading.bind(LEAST, All.class);

        assertThat(reading.said()).isEmpty();
        assertThat(all)
                .isEqualTo(new All(
                        "x",
                        true,
                        8,
                        5_000_000_000L,
                        0.5,
                        Duration.ofSeconds(10),
                        URI.create("https://example.org"),
                        Path.of("/base/data/x.log"),
                        Overflow.DROP_OLDEST,
                        new Secret("hunter22"),
                        Reading.template("{{ message }}"),
                        new ByteSize(65536),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(1, 2),
                        Map.of(),
                        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                        List.of(),
                        Map.of(),
                        Optional.empty()));
    }

    @Test
    void everyTypeIsRead() {
        All all = reading.bind(LEAST + """
                        active: false
                        number: 0x10
                        big: -1
                        ratio: 3
                        timeout: 30
                        file: /var/../tmp/x
                        overflow: reject
                        message: "{{ a }}"
                        bytes: 1MB
                        perhaps: 12
                        count: 3
                        names: [a, 2, true]
                        numbers: 7
                        headers: {X-A: a, X-B: "{{ b }}"}
                        backoff: {first: 500ms}
                        steps: [{most: 1h}, {first: 2s}]
                        by-name: {a: {first: 2d}, b: }
                        raw: [1, {a: b}]
                        """, All.class);

        assertThat(reading.said()).isEmpty();
        assertThat(all.active()).isFalse();
        assertThat(all.number()).isEqualTo(16);
        assertThat(all.big()).isEqualTo(-1);
        assertThat(all.ratio()).isEqualTo(3.0);
        assertThat(all.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(all.file()).isEqualTo(Path.of("/tmp/x"));
        assertThat(all.overflow()).isEqualTo(Overflow.REJECT);
        assertThat(all.message()).isEqualTo(Reading.template("{{ a }}"));
        assertThat(all.bytes()).isEqualTo(new ByteSize(1_000_000));
        assertThat(all.perhaps()).contains("12");
        assertThat(all.count()).contains(3);
        assertThat(all.names()).containsExactly("a", "2", "true");
        assertThat(all.numbers()).containsExactly(7);
        assertThat(all.headers()).containsOnlyKeys("X-A", "X-B");
        assertThat(all.backoff()).isEqualTo(new Backoff(Duration.ofMillis(500), Duration.ofMinutes(5)));
        assertThat(all.steps()).hasSize(2).element(0).extracting(Backoff::most).isEqualTo(Duration.ofHours(1));
        assertThat(all.byName().get("a").first()).isEqualTo(Duration.ofDays(2));
        assertThat(all.byName().get("b").first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(all.raw().orElseThrow().plain()).isEqualTo(List.of(1L, Map.of("a", "b")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    timeout: ten            | timeout: expected a duration such as 500ms, 10s or 5m, not 'ten'
                    timeout: 10 s           | timeout: expected a duration such as 500ms, 10s or 5m, not '10 s'
                    timeout: -1s            | timeout: expected a duration such as 500ms, 10s or 5m, not '-1s'
                    timeout: 36501d         | timeout: expected a duration such as 500ms, 10s or 5m, at most 36500d, not '36501d'
                    timeout:                | timeout: expected a duration such as 500ms, 10s or 5m, not nothing
                    timeout: [1s]           | timeout: expected a duration such as 500ms, 10s or 5m, not a list
                    number: 2147483648      | number: expected a whole number from -2147483648 to 2147483647, not '2147483648'
                    number: 1.5             | number: expected a whole number, not '1.5'
                    number: many            | number: expected a whole number, not 'many'
                    number: "8"             | number: expected a whole number, not a text; leave the quotes out
                    number: {a: 1}          | number: expected a whole number from -2147483648 to 2147483647, not a mapping
                    big: 9223372036854775808 | big: expected a whole number from -9223372036854775808 to 9223372036854775807, not '9223372036854775808'
                    ratio: half             | ratio: expected a number, not 'half'
                    ratio: 1e999            | ratio: expected a number, not '1e999'
                    active: yes             | active: expected true or false, not 'yes'
                    active: "true"          | active: expected true or false, not 'true'
                    overflow: drop-oldst    | overflow: expected one of reject, drop-oldest, drop-newest, not 'drop-oldst'; did you mean 'drop-oldest'?
                    overflow: DROP_OLDEST   | overflow: expected one of reject, drop-oldest, drop-newest, not 'DROP_OLDEST'; did you mean 'drop-oldest'?
                    overflow: spill         | overflow: expected one of reject, drop-oldest, drop-newest, not 'spill'
                    bytes: 5 parsecs        | bytes: expected a size such as 64KB, 1MB or 8MiB, not '5 parsecs'
                    file: ""                | file: expected a path, not ''
                    file: "a\\0b"           | file: expected a path, not 'a b'
                    message: "{% x %}"      | message: not a template: line 1: no tags here: {% x %}
                    names: {a: b}           | names: expected a list, not a mapping
                    names: [a, [b], ~]      | names[1]: expected a text, not a list
                    numbers: [1, x, 2]      | numbers[1]: expected a whole number, not 'x'
                    headers: [a]            | headers: expected a mapping, not a list
                    headers: {a: [b]}       | headers.a: expected a template, not a list
                    backoff: 3s             | backoff: expected a mapping, not '3s'
                    backoff: {frist: 3s}    | backoff.frist: no such option; did you mean 'first'?
                    backoff: {zzz: 3s}      | backoff.zzz: no such option; there are first, most
                    steps: [{first: x}]     | steps[0].first: expected a duration such as 500ms, 10s or 5m, not 'x'
                    by-name: {k: {most: x}} | by-name.k.most: expected a duration such as 500ms, 10s or 5m, not 'x'
                    byName: {}              | byName: no such option; did you mean 'by-name'?
                    """)
    void whatDoesNotFitIsSaidWithItsPlace(String line, String expected) {
        assertThat(reading.bind(LEAST + line + "\n", All.class)).isNull();
        assertThat(reading.said().get(0)).isEqualTo("dispatcher.yaml:4: " + expected);
    }

    @Test
    void everyMistakeOfAFileIsReportedInItsOrder() {
        assertThat(reading.bind("timeout: ten\nwebhok: x\nbackoff:\n  first: y\n", All.class))
                .isNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:1: text: required, but missing: A text.",
                        "dispatcher.yaml:1: url: required, but missing: Where to.",
                        "dispatcher.yaml:1: token: required, but missing: A secret.",
                        "dispatcher.yaml:1: timeout: expected a duration such as 500ms, 10s or 5m, not 'ten'",
                        "dispatcher.yaml:2: webhok: no such option; there are text, active, number, big, ratio, timeout,"
                                + " url, file, overflow, token, message, bytes, perhaps, count, names, numbers, headers,"
                                + " backoff, steps, by-name, raw",
                        "dispatcher.yaml:4: backoff.first: expected a duration such as 500ms, 10s or 5m, not 'y'");
    }

    @Test
    void pathsBeginWhereTheInstanceStands() {
        record Hook(@Option("Where to.") String webhook) {}
        Node file = reading.read("sinks:\n  ops-slack:\n    type: slack\n    delivery: {}\n    webhok: x\n");
        Node node = ((Node.Mapping) ((Node.Mapping) file).get("sinks")).get("ops-slack");

        assertThat(Binder.bind(node, Hook.class, "sinks.ops-slack", reading.context(), Set.of("type", "delivery")))
                .isNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:3: sinks.ops-slack.webhook: required, but missing: Where to.",
                        "dispatcher.yaml:5: sinks.ops-slack.webhok: no such option; did you mean 'webhook'?");
    }

    @Test
    void aMappingThatIsNotThereIsAnEmptyOne() {
        record Needs(@Option("Needed.") String name) {}

        assertThat(Binder.bind(null, Backoff.class, "", reading.context())).isNotNull();
        assertThat(Binder.bind(null, Needs.class, "http", reading.context())).isNull();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: http.name: required, but missing: Needed.");
    }

    @Test
    void whatIsNoMappingIsRefused() {
        assertThat(reading.bind("- 1\n", Backoff.class)).isNull();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: expected a mapping, not a list");
    }

    @Test
    void aNestedRecordWithARequiredOptionMustBeGiven() {
        record Inner(@Option("Needed.") String name) {}
        record Outer(
                @Option("Inside.") Inner inner,
                @Option("Perhaps.") Optional<Inner> other) {}

        assertThat(reading.bind("{}", Outer.class)).isNull();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: inner: required, but missing: Inside.");
        assertThat(new Reading().bind("inner: {name: x}", Outer.class))
                .isEqualTo(new Outer(new Inner("x"), Optional.empty()));
    }

    @Test
    void theSettingsOfTheHttpClientHaveTheirDocumentedDefaults() {
        record Holder(@Option("The client.") Http.Settings http) {}

        assertThat(reading.bind("{}", Holder.class).http()).isEqualTo(Http.Settings.DEFAULTS);
    }

    @Test
    void aRefusedCombinationIsShownAtItsMapping() {
        record Holder(@Option("The client.") Http.Settings http) {}

        assertThat(reading.bind("http:\n  connections: 0\n", Holder.class)).isNull();
        assertThat(reading.bind("\n\n\nhttp: {tls: {key: a.pem}}\n", Holder.class))
                .isNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:2: http: connections must be 1 to 1000, not 0",
                        "dispatcher.yaml:4: http.tls: certificate and key go together");
    }

    @Test
    void aConstructorThatFailsOtherwiseIsReportedAsSuch() {
        record Broken(
                @Option(value = "A text.", fallback = "x") String text) {
            Broken {
                throw new IllegalStateException("oops " + text);
            }
        }

        assertThat(reading.bind("{}", Broken.class)).isNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:1: the options cannot be made: java.lang.IllegalStateException: oops x");
    }

    @Test
    void nothingCountsAsEmptyForListsMapsRecordsAndOptionals() {
        All all = reading.bind(LEAST + "perhaps:\ncount: ''\nnames:\nheaders: ~\nbackoff:\nsteps:\nraw:\n", All.class);

        assertThat(reading.said()).isEmpty();
        assertThat(all).isEqualTo(new Reading().bind(LEAST, All.class));
    }

    @Test
    void whatStoodThereIsShownOnOneLineAndCutShort() {
        assertThat(reading.bind(LEAST + "timeout: |\n  one\n  two\n", All.class))
                .isNull();
        assertThat(reading.bind(LEAST + "timeout: " + "x".repeat(1000) + "\n", All.class))
                .isNull();
        assertThat(reading.said())
                .anySatisfy(said -> assertThat(said).endsWith("not 'one two '"))
                .anySatisfy(said -> assertThat(said).endsWith("not '" + "x".repeat(60) + "…'"));
    }

    @Test
    void mapsKeepTheOrderOfTheFile() {
        assertThat(reading.bind(LEAST + "headers: {z: 1, a: 2, m: 3}\n", All.class)
                        .headers()
                        .keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void aRecordThatHoldsWhatNoOptionCanIsAMistake() {
        record Odd(@Option("Odd.") Thread thread) {}

        assertThat(reading.bind("thread: x", Odd.class, "sinks.x", Set.of())).isNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:1: sinks.x: the options of this type cannot be read: Odd.thread: an option"
                                + " cannot be of type java.lang.Thread");
    }

    @Test
    void aDefaultThatCannotBeReadIsAMistakeRatherThanACrash() {
        record Wrong(
                @Option(value = "A number.", fallback = "[1")
                int number) {}

        assertThat(reading.bind("{}", Wrong.class)).isNull();
        assertThat(reading.said()).singleElement().asString().startsWith("dispatcher.yaml:1: number: not YAML");
    }

    @Test
    void aDefaultInQuotesIsWhatStandsBetweenThem() {
        record Quoted(
                @Option(value = "Empty.", fallback = "''") String empty,

                @Option(value = "Quoted.", fallback = "\"a\\nb\"")
                String quoted,

                @Option(value = "A colon.", fallback = "a: b")
                String colon,

                @Option(value = "Present.", fallback = "x") Optional<String> present) {}

        assertThat(reading.bind("{}", Quoted.class)).isEqualTo(new Quoted("", "a\nb", "a: b", Optional.of("x")));
    }

    @Test
    void twoReadingsOfAFileAreEqual() {
        String file = LEAST
                + "message: '{{ a }}'\nheaders: {a: '{{ b }}'}\nnames: [a]\nsteps: [{}]\nby-name: {x: {}}\nfile: a/../b\n";

        All once = reading.bind(file, All.class);
        assertThat(new Reading().bind(file, All.class)).isEqualTo(once).hasSameHashCodeAs(once);
        assertThat(new Reading().bind(file.replace("{{ b }}", "{{ c }}"), All.class))
                .isNotEqualTo(once);
        assertThat(new Reading().bind(file.replace("hunter22", "hunter23"), All.class))
                .isNotEqualTo(once);
    }
}
