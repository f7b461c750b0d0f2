/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.core.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/rules.md");

    private static List<String> blocks(String info) throws IOException {
        return Pattern.compile("(?ms)^```" + info + "\n(.*?)^```$")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void everyExampleLoadsAndItsTestsPass() throws IOException {
        assertThat(blocks("yaml rules")).hasSizeGreaterThan(3).allSatisfy(text -> {
            Ruleset ruleset = Rules.read(text);
            assertThat(RuleTests.run(ruleset)).isNotEmpty().allMatch(TestResult::passed);
        });
    }

    @Test
    void theExplanationIsWhatTheFirstExampleGives() throws IOException {
        Ruleset ruleset = Rules.read(blocks("yaml rules").get(0));
        RuleTest first = ruleset.tests().get(0);
        assertThat(ruleset.explain(first.given().with("id", "1"), first.clock()).toString())
                .isEqualTo(blocks("text").get(0));
    }

    @Test
    void everyOperatorAndFilterIsDescribed() throws IOException {
        String text = Files.readString(DOCUMENT);
        assertThat(Operators.NAMES).allSatisfy(name -> assertThat(text).contains("{" + name + ": "));
        assertThat(Templates.FILTERS).allSatisfy(name -> assertThat(text).containsPattern("`" + name + "[`(]"));
        assertThat(RuleReader.KEYS).allSatisfy(key -> assertThat(text).contains("`" + key + "`"));
    }
}
