/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileYamlTest {

    private final Reading reading = new Reading();

    @Test
    void aBillionLaughsAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1) + "]\n");
        }

        assertThat(reading.read(bomb.toString())).isNull();
        assertThat(reading.said()).singleElement().asString().contains("the aliases of this file stand for too many");
    }

    @Test
    void aliasesCannotNestDeeperThanAFileMay() {
        String half = "a: &a " + "[".repeat(60) + "]".repeat(60) + "\n";

        assertThat(reading.read(half + "b: " + "[".repeat(30) + "*a" + "]".repeat(30) + "\n"))
                .isNotNull();
        assertThat(reading.read(half + "b: " + "[".repeat(60) + "*a" + "]".repeat(60) + "\n"))
                .isNull();
        assertThat(reading.said())
                .singleElement()
                .asString()
                .startsWith("dispatcher.yaml:2:")
                .contains("too deep");
    }

    @Test
    void aHundredLevelsAreReadAndOneMoreIsNot() {
        assertThat(reading.read("[".repeat(100) + "]".repeat(100))).isNotNull();
        assertThat(reading.said()).isEmpty();
        assertThat(reading.read("[".repeat(101) + "]".repeat(101))).isNull();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: nested deeper than 100 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void aHundredThousandLevelsAreRefused(String opening) {
        assertThat(reading.read(opening.repeat(100_000))).isNull();
        assertThat(reading.said()).hasSize(1);
    }

    @Test
    void blockMappingsNestedTooDeepAreRefusedWithTheLine() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }

        assertThat(reading.read(text.toString())).isNull();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:101: nested deeper than 100 levels");
    }

    @Test
    void aTextOfTwoMegabytesIsRefused() {
        assertThat(reading.read("a: " + "x".repeat(2 << 20))).isNull();
        assertThat(reading.said())
                .containsExactly("dispatcher.yaml:1: the file has more than 1048576 characters, which is the limit");
    }

    @Test
    void theLimitCountsCharactersRatherThanUtf16Units() {
        assertThat(reading.read("a: '" + "😀\n".repeat(400_000) + "'")).isNotNull();
        assertThat(reading.said()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\nb: x\u0000y\n", "a: 1\n\u0007b: 1\n", "a: 1\nb: '\uD800'\n"})
    void charactersThatMustNotStandInYamlAreRefusedWithTheirLine(String text) {
        assertThat(reading.read(text)).isNull();
        assertThat(reading.said())
                .singleElement()
                .asString()
                .startsWith("dispatcher.yaml:2: the character U+")
                .endsWith("must not stand in YAML");
    }

    @Test
    void aNumberOfAMillionDigitsIsRefused() {
        reading.read("a: " + "9".repeat(1_000_000));
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: a: a number of more than 1000 digits");
    }

    @Test
    void aNumberWithAnAbsurdExponentIsRefused() {
        reading.read("a: 1e99999999999999999999");
        assertThat(reading.said()).singleElement().asString().contains("beyond what can be read");
    }

    @Test
    void randomDamageNeverThrows() {
        String good = """
                sinks: &s
                  ops: {type: slack, url: "https://x/${env:T:-y}", list: [1, 2.5, ~]}
                  more: |
                    text
                portals: {a: *s, 'b': !!str c}
                """;
        List<String> pieces = List.of(
                "\t", "[", "]", "{", "}", "*s", "&s ", "!x ", "${", "?", ":", "- ", "\n", "\"", "'", "\u0000", "|",
                "%");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder(good);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                text.insert(random.nextInt(text.length()), pieces.get(random.nextInt(pieces.size())));
            }
            Reading once = new Reading();
            Node node = once.read(text.toString());
            assertThat(node == null)
                    .as("seed %d, round %d: %s", seed, round, text)
                    .matches(unreadable -> !unreadable || once.mistakes.any());
        }
        assertThat(new Reading().read(good).plain()).isInstanceOf(Map.class);
    }
}
