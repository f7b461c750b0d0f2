/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a rules file, reading it gives rules that decide, or mistakes with a place; never anything else. */
class RulesFuzzTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 3_000);

    private static final String FILE = """
            lookups:
              teams: {rows: {a: {team: x}, b: {team: y}}}
            rules:
              - name: one
                when: {kind: {prefix: "urn:"}, lag: {gte: 5}, any: [{a: [1, {regex: "a+b"}]}, {not: {b: {glob: "x*"}}}]}
                lookup: {table: teams, by: host, default: {team: z}}
                set: {message: "{{ host }} {{ lag | default(1) }}"}
                remove: [noise]
                to: [a, b]
                then: stop
              - {mode: shadow, to: a}
            otherwise: c
            tests:
              - {name: t, given: {kind: "urn:x", lag: 7}, expect: {c: 1}}
            """;

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "\"",
            "'",
            "\n",
            "  ",
            "\t",
            "#",
            "&a",
            "*a",
            "!!x",
            "|",
            ">",
            "~",
            "null",
            "1e999",
            "{{",
            "}}",
            "{% if",
            "${env:X}",
            "(",
            "\\",
            "\u0000",
            "\ud83d",
            "not",
            "any",
            "all",
            "regex",
            "to",
            "when");

    @Test
    void aSpoiltFileIsReadOrRefusedWithPlaces() {
        assertThat(Rules.mistakes(FILE)).isEmpty();
        long seed = Long.getLong("fuzz.seed", 42);
        Random random = new Random(seed);
        int good = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = spoilt(random);
            try {
                good += read(text) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }
        assertThat(good).as("some stay good, or nothing is tried").isBetween(1, ROUNDS - 1);
    }

    private static boolean read(String text) {
        Mistakes mistakes = new Mistakes();
        Node node = YamlReader.read("rules.yaml", text, new Substitution(name -> null, Path.of("")), mistakes);
        Ruleset ruleset =
                node == null ? null : Ruleset.read(List.of(node), Rules.context(mistakes, Path.of("no-such-folder")));
        if (ruleset == null || mistakes.any()) {
            assertThat(mistakes.sorted())
                    .isNotEmpty()
                    .allSatisfy(mistake -> assertThat(mistake.toString()).startsWith("rules.yaml:"));
            return false;
        }
        ruleset.explain(Rules.event("lag", 7L, "host", "a", "b", "xy", "a", "aab"), Rules.NOW)
                .toString();
        RuleTests.run(ruleset)
                .forEach(result -> assertThat(result.differences()).doesNotContainNull());
        return true;
    }

    private static String spoilt(Random random) {
        StringBuilder text = new StringBuilder(FILE);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(80))));
            }
        }
        return text.toString();
    }
}
