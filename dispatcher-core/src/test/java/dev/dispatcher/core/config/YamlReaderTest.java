/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    private final Reading reading = new Reading();

    @Test
    void scalarsHaveTheTypesOfYaml12() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("text", "hello");
        expected.put("yes", "yes");
        expected.put("truth", true);
        expected.put("int", 42L);
        expected.put("plus", 5L);
        expected.put("octal", 8L);
        expected.put("hex", 31L);
        expected.put("big", new BigInteger("123456789012345678901234567890"));
        expected.put("decimal", new BigDecimal("1.50"));
        expected.put("power", new BigDecimal("1e3"));
        expected.put("nothing", null);
        expected.put("tilde", null);
        expected.put("quoted", "42");
        expected.put("date", "2026-11-20");
        expected.put("thousand", "1_000");
        expected.put("infinite", ".inf");
        expected.put("list", Arrays.asList(1L, "two", List.of(3L)));

        Node node = reading.read("""
                text: hello
                yes: yes
                truth: True
                int: 42
                plus: +5
                octal: 0o10
                hex: 0x1F
                big: 123456789012345678901234567890
                decimal: 1.50
                power: 1e3
                nothing:
                tilde: ~
                quoted: "42"
                date: 2026-11-20
                thousand: 1_000
                infinite: .inf
                list: [1, two, [3]]
                """);

        assertThat(reading.said()).isEmpty();
        assertThat(node.plain()).isEqualTo(expected);
        assertThat(((Map<?, ?>) node.plain()).keySet())
                .map(Object::toString)
                .containsExactlyElementsOf(expected.keySet());
    }

    @Test
    void everyNodeKnowsItsPlace() {
        Node.Mapping node = (Node.Mapping) reading.read("a: 1\nb:\n  - x\n  - {c: 2}\n");

        assertThat(node.at()).isEqualTo(new Position("dispatcher.yaml", 1, 1));
        assertThat(node.entries().get("b").keyAt()).isEqualTo(new Position("dispatcher.yaml", 2, 1));
        Node.Sequence list = (Node.Sequence) node.get("b");
        assertThat(list.items().get(0).at()).isEqualTo(new Position("dispatcher.yaml", 3, 5));
        assertThat(((Node.Mapping) list.items().get(1)).get("c").at()).isEqualTo(new Position("dispatcher.yaml", 4, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "~", "\uFEFF", "--- # x\n...\n"})
    void anEmptyFileIsAnEmptyMapping(String text) {
        assertThat(reading.read(text)).isInstanceOf(Node.Mapping.class);
        assertThat(((Node.Mapping) reading.read(text)).entries()).isEmpty();
        assertThat(reading.said()).isEmpty();
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreFine() {
        Node node = reading.read("\uFEFFa: 1\r\nb: two\r\n");

        assertThat(node.plain()).isEqualTo(Map.of("a", 1L, "b", "two"));
        assertThat(((Node.Mapping) node).entries().get("b").keyAt().line()).isEqualTo(2);
    }

    @Test
    void templatesPassUntouched() {
        assertThat(reading.read("m: \"{{ group }} {% if x %}y{% endif %}\"\n").plain())
                .isEqualTo(Map.of("m", "{{ group }} {% if x %}y{% endif %}"));
    }

    @Test
    void anAnchorStandsForItsValue() {
        assertThat(reading.read("a: &x [1, 2]\nb: *x\n").plain())
                .isEqualTo(Map.of("a", List.of(1L, 2L), "b", List.of(1L, 2L)));
    }

    @Test
    void everyRepeatedKeyIsReportedWithBothLines() {
        assertThat(reading.read("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 4\n")).isNotNull();
        assertThat(reading.said())
                .containsExactly(
                        "dispatcher.yaml:5: b.c: stands here for the second time; first in line 3",
                        "dispatcher.yaml:6: a: stands here for the second time; first in line 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a: 1\\n\\tb: 2            | dispatcher.yaml:2: a tab must not
                    a:\\n\\t- b              | dispatcher.yaml:2: a tab must not
                    a: 1\\nb: "x\\nc: 3      | dispatcher.yaml:2: the quote that opens here is never closed
                    a: 'x                    | dispatcher.yaml:1: the quote that opens here is never closed
                    a: 1\\n---\\nb: 2        | dispatcher.yaml:2: a second document begins here; a file holds one
                    a: 1\\n...\\n---\\nb: 2  | dispatcher.yaml:3: a second document begins here; a file holds one
                    a: !!java.net.URL [x]    | dispatcher.yaml:1: a: tags such as !!java.net.URL are not supported
                    a:\\n  b: !secret x      | dispatcher.yaml:2: a.b: tags such as !secret are not supported
                    !!set {a: 1}             | dispatcher.yaml:1: tags such as !!set are not supported
                    a: !!int 3               | dispatcher.yaml:1: a: tags such as !!int are not supported
                    !!int 3: a               | dispatcher.yaml:1: tags such as !!int are not supported
                    a:\\n  200: ok           | dispatcher.yaml:2: a: a key must be a text, not 200; put it in quotes
                    a:\\n  true: ok          | dispatcher.yaml:2: a: a key must be a text, not true
                    a:\\n  ~: ok             | dispatcher.yaml:2: a: a key must be a text, not ~; put it
                    ? [a, b]\\n: c           | dispatcher.yaml:1: a key must be a text, not a list
                    a: {? {b: 1} : c}        | dispatcher.yaml:1: a: a key must be a text, not a mapping
                    a: &k b\\n*k : c         | dispatcher.yaml:2: a key must be a text, not an alias
                    a: *nowhere              | dispatcher.yaml:1: a: no anchor '&nowhere' is complete before this place
                    a: &x [*x]               | dispatcher.yaml:1: a[0]: no anchor '&x' is complete before this place
                    a: &x {b: 1}\\nc:\\n  <<: *x | dispatcher.yaml:3: c: merge keys ('<<') are not part of YAML 1.2
                    a: [1, 2\\nb: 3          | dispatcher.yaml:2: not YAML
                    a: b: c                  | dispatcher.yaml:1: not YAML: mapping values are not allowed here
                    a: @x                    | dispatcher.yaml:1: not YAML
                    a: 1\\n b: 2             | dispatcher.yaml:2: not YAML
                    %YAML 3.0\\n---\\na: 1   | dispatcher.yaml:1: not YAML
                    """)
    void whatIsNotStrictYamlIsRefusedWithItsLine(String text, String expected) {
        assertThat(reading.read(text.replace("\\n", "\n").replace("\\t", "\t"))).isNull();
        assertThat(reading.said()).singleElement().asString().startsWith(expected);
    }

    @Test
    void aTextMayBeTaggedAsOne() {
        assertThat(reading.read("a: !!str 12\nb: ! 13\n").plain()).isEqualTo(Map.of("a", "12", "b", "13"));
    }

    @Test
    void aWholeFileThatIsAListOrTextIsReadAsSuch() {
        assertThat(reading.read("- 1\n- 2\n").plain()).isEqualTo(List.of(1L, 2L));
        assertThat(reading.read("just text\n").plain()).isEqualTo("just text");
    }

    @Test
    void aFileIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "a: ü\n");

        assertThat(YamlReader.readFile("rules.yaml", file, reading.substitution, reading.mistakes)
                        .plain())
                .isEqualTo(Map.of("a", "ü"));
    }

    @Test
    void aFileThatCannotBeReadIsAMistake(@TempDir Path folder) throws Exception {
        Path latin =
                Files.write(folder.resolve("latin.yaml"), "a: 1\nb: gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        Path cut = Files.write(folder.resolve("cut.yaml"), new byte[] {'a', '\n', (byte) 0xe2, (byte) 0x82});
        Path large = Files.write(folder.resolve("large.yaml"), new byte[TextFile.MOST_BYTES + 1]);

        for (Path file : List.of(latin, cut, large, folder, folder.resolve("none.yaml"))) {
            String label = file == folder ? "folder" : file.getFileName().toString();
            assertThat(YamlReader.readFile(label, file, reading.substitution, reading.mistakes))
                    .isNull();
        }
        assertThat(reading.said())
                .containsExactly(
                        "cut.yaml:2: cannot read the file: it is not UTF-8",
                        "folder:1: cannot read the file: it is a directory",
                        "large.yaml:1: cannot read the file: it has more than 4194304 bytes, which is the limit",
                        "latin.yaml:2: cannot read the file: it is not UTF-8",
                        "none.yaml:1: cannot read the file: there is none");
    }
}
