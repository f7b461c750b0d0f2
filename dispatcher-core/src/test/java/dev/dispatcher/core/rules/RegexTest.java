/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"(.*a){12}$", "(a|aa)+$", "(a*)*b", "(x+x+)+y", "((a|b)*)*c", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    void noTextMakesAPatternRunForEver(String pattern) {
        Regex regex = Regex.of(pattern);
        for (String text : new String[] {"a".repeat(60_000) + "!", "x".repeat(60_000), "ab".repeat(30_000)}) {
            // ends: the steps are bounded, whatever the answer
            assertThat(regex.test(text)).isIn(true, false);
        }
    }

    @Test
    void aPatternThatGivesUpIsCountedAndExplained() {
        String text = "a".repeat(5_000) + "!";
        long before = dev.dispatcher.core.metrics.Patterns.GAVE_UP.sum();

        assertThat(Regex.of("(a|aa)+$").test(text)).isFalse();

        assertThat(dev.dispatcher.core.metrics.Patterns.GAVE_UP.sum()).isGreaterThan(before);
        Ruleset ruleset = Rules.read("rules: [{when: {text: [{regex: '(a|aa)+$'}, x]}, to: a}]");
        assertThat(ruleset.explain(Rules.event("text", text), Rules.NOW).toString())
                .contains(", on which the pattern gave up");
        assertThat(ruleset.explain(Rules.event("text", "b"), Rules.NOW).toString())
                .contains("met \"b\"")
                .doesNotContain("gave up");
    }

    @Test
    void aCommonPatternIsFoundInALongText() {
        assertThat(Regex.of(".*timeout.*").test("x".repeat(60_000) + "timeout")).isTrue();
        assertThat(Regex.of(".*time(out|d).*").test("x".repeat(60_000))).isFalse();
        assertThat(Regex.of("[a-z]+://").test("http://x")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "timeout after \\d+ ms, timeout after ",
        "a|bcd,",
        "(abc)+def, def",
        "abcd?ef, abc",
        "foo.bar$, foo",
        "ab,",
        "(?i)abc,",
        "urn:[a-z]+:lag, urn:",
        "x\\.yz\\d, x.yz",
        "abcd{0}ef, abc",
        "abc\\Q|\\E,",
        "abc\\x41,"
    })
    void whatEveryMatchContainsIsFound(String pattern, String literal) {
        // CSV trims: the first one ends with a space
        assertThat(
                        Literals.required(pattern) == null
                                ? null
                                : Literals.required(pattern).trim())
                .isEqualTo(literal == null ? null : literal.trim());
    }

    @Test
    void guardedPatternsAnswerAsPlainOnesDo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "a", "b", "abc", ".", ".*", "[ab]", "a?", "b+", "(ab)", "(a|b)", "\\.", "c{0,2}", "^", "$", "|", "\\d"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int j = random.nextInt(6) + 1; j > 0; j--) {
                pattern.append(pieces[random.nextInt(pieces.length)]);
            }
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append("abc.1\n".charAt(random.nextInt(6)));
            }
            Regex regex;
            try {
                regex = Regex.of(pattern.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertThat(regex.test(text.toString()))
                    .as("seed %s, pattern %s, text %s", seed, pattern, text)
                    .isEqualTo(Pattern.compile(pattern.toString()).matcher(text).find());
        }
    }

    @Test
    void aCharacterOfTwoHalvesMayBeOptional() {
        for (String pattern : new String[] {"full\ud83d\ude00?", "full\ud83d\ude00*", "full\ud83d\ude00{0,2}"}) {
            assertThat(Regex.of(pattern).test("disk full")).as(pattern).isTrue();
        }
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThatThrownBy(() -> Regex.of("(a")).hasMessageStartingWith("expected a regular expression (");
        assertThatThrownBy(() -> Regex.of("a".repeat(1001))).hasMessageContaining("at most 1000");
        assertThatThrownBy(() -> Regex.of("(".repeat(500) + ")".repeat(499)))
                .hasMessageContaining("regular expression");
    }

    @Test
    void aGlobIsBoundedToo() {
        assertThat(new Glob("*a".repeat(100) + "*b").test("a".repeat(64_000))).isFalse();
        assertThat(new Glob("a\\*b").test("a*b")).isTrue();
        assertThat(new Glob("a\\*b").test("axb")).isFalse();
        assertThatThrownBy(() -> new Glob("[ab")).hasMessageContaining("is closed");
    }

    @Test
    void aShortTextCostsFewStepsHoweverBadThePattern() {
        assertThat(Regex.steps("x".repeat(50))).isEqualTo(20_000);
    }
}
