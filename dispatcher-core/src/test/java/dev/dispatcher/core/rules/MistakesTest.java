/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest {

    @Test
    void allMistakesComeAtOnceWithLinePathAndSuggestion() {
        assertThat(Rules.mistakes("""
                        rulez: []
                        rules:
                          - name: one
                            when:
                              lag: {gtee: 1000}
                              ratio: {gt: many}
                              message: {regex: "(a"}
                              severity: {at-least: worning}
                              ip: {cidr: 10.0.0.0/33}
                            to: [ops-slak]
                          - name: one
                            to: a
                            than: stop
                          - when: {x: 1}
                          - {to: a, set: {message: "{{ x | uper }}", tags: [1]}, remove: kind}
                          - {to: a, then: halt, mode: shade, enabled: 1}
                        otherwise: [nobody]
                        """))
                .containsExactly(
                        "rules.yaml:1: rulez: no such key here; did you mean 'rules'?",
                        "rules.yaml:5: rules[0].when.lag.gtee: no such operator; did you mean 'gte'?",
                        "rules.yaml:6: rules[0].when.ratio.gt: expected a number, not 'many'",
                        "rules.yaml:7: rules[0].when.message.regex: expected a regular expression (Unclosed group near character 3), not '(a'",
                        "rules.yaml:8: rules[0].when.severity.at-least: expected one of [debug, info, notice, warning, error, critical], not 'worning'",
                        "rules.yaml:9: rules[0].when.ip.cidr: expected a range such as 10.0.0.0/8 or 2001:db8::/32, not '10.0.0.0/33'",
                        "rules.yaml:10: rules[0].to[0]: no such sink: 'ops-slak'; did you mean 'ops-slack'?",
                        "rules.yaml:11: rules[1].name: there is already a rule with this name at rules.yaml:3",
                        "rules.yaml:13: rules[1].than: no such key here; did you mean 'then'?",
                        "rules.yaml:14: rules[2]: expected 'to' with the names of sinks, or 'then: stop' to drop what matches",
                        "rules.yaml:15: rules[3].set.message: line 1 of the template: there is no filter 'uper'; did you mean 'upper'?",
                        "rules.yaml:15: rules[3].set.tags: expected a text, number, boolean or null, not a list",
                        "rules.yaml:15: rules[3].remove: every event needs 'kind'",
                        "rules.yaml:16: rules[4].then: expected one of [continue, stop], not 'halt'",
                        "rules.yaml:16: rules[4].mode: expected one of [live, shadow], not 'shade'; did you mean 'shadow'?",
                        "rules.yaml:16: rules[4].enabled: expected true or false, not '1'",
                        "rules.yaml:17: otherwise[0]: no such sink: 'nobody'; there are [a, b, c, d, event-log, lag-graph, ops-mail, ops-slack]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rules: 5 | expected a list of rules, not '5'",
                "rules: [x] | expected a rule with 'when' and 'to', not 'x'",
                "5 | expected 'rules', not '5'",
                "rules: [{to: a, when: [x]}] | expected conditions by field, not a list",
                "rules: [{to: a, when: {f: []}}] | expected at least one value",
                "rules: [{to: a, when: {f: {}}}] | expected a value, a list of values, or operators",
                "rules: [{to: a, when: {f: {prefix: {a: b}}}}] | expected a single value, not a mapping",
                "rules: [{to: a, when: {f: {prefix: ''}}}] | expected a text",
                "rules: [{to: a, when: {f: {prefix: null}}}] | expected a text, not nothing",
                "rules: [{to: a, when: {f: {exists: maybe}}}] | expected true or false, not 'maybe'",
                "rules: [{to: a, when: {f: {exists: false, gt: 1}}}] | cannot meet another operator",
                "rules: [{to: a, when: {f: {not: {exists: false}}}}] | can only stand alone",
                "rules: [{to: a, when: {any: []}}] | expected at least one condition",
                "rules: [{to: a, when: {any: {x: 1}}}] | expected a list of conditions",
                "rules: [{to: a, when: {not: {}}}] | expected at least one condition",
                "rules: [{to: a, when: {f: {glob: '[a'}}}] | expected a glob in which '[' is closed, not '[a'",
                "rules: [{to: []}] | expected at least one sink",
                "rules: [{to: [a, a]}] | the sink 'a' is named twice",
                "rules: [{then: stop, set: {x: 1}}] | sends no copy that it could change",
                "rules: [{to: a, set: {message: 5}}] | every event needs 'message' as a text, not '5'",
                "rules: [{to: a, set: {message: ''}}] | every event needs 'message' as a text",
                "rules: [{to: a, set: {timestamp: noon}}] | expected a time such as",
                "rules: [{to: a, rename: {id: x}}] | every event needs 'id'",
                "rules: [{to: a, rename: {x: z, y: z}}] | is already the new name of another field",
                "rules: [{name: otherwise, to: a}] | choose another name",
                "rules: [{name: '', to: a}] | expected a text",
                "rules: [{to: a, lookup: {table: t, by: x}}] | no such lookup",
                "lookups: {t: {rows: {x: [1]}}} | expected values by column, not a list",
                "lookups: {t: {}} | expected either 'file' or 'rows'",
                "lookups: {t: {file: missing.csv}} | there is no such file",
                "lookups: {t: {file: rules.txt}} | expected a table in 'rules.txt'",
                "tests: [{given: {}, expect: {nobody: 1}}] | no such sink",
                "tests: [{given: {}}] | expected 'expect'",
                "tests: [{expect: {}}] | expected 'given'",
                "tests: [{given: {}, expect: {a: -1}}] | expected a number of events or a list of them, not '-1'",
                "tests: [{given: {}, expect: {a: [5]}}] | expected fields and their values, not '5'",
                "tests: [{given: {}, at: noon, expect: {}}] | expected a time such as",
                "tests: [{given: {message: 5}, expect: {}}] | expected an event, but: an event needs 'message' as a text",
                "tests: [{given: {}, expect: {}, want: 1}] | no such key here"
            })
    void eachMistakeIsSaidInOneSentence(String text, String expected) {
        assertThat(Rules.mistakes(text)).anyMatch(mistake -> mistake.contains(expected.trim()));
    }

    @Test
    void otherwiseStandsInOneFileOnly() {
        assertThat(Rules.mistakes(Path.of("."), "otherwise: [a]", "otherwise: [b]"))
                .containsExactly(
                        "rules.d/1.yaml:1: otherwise: can stand in one file only; it is already at rules.yaml:1");
    }

    @Test
    void namesAreUniqueOverAllFiles() {
        assertThat(Rules.mistakes(Path.of("."), "rules: [{name: x, to: a}]", "rules: [{name: x, to: b}]"))
                .containsExactly(
                        "rules.d/1.yaml:1: rules[0].name: there is already a rule with this name at rules.yaml:1");
    }

    @Test
    void aSecretIsNeverRepeated() {
        Position at = new Position("rules.yaml", 1, 1);
        for (String operator : List.of("gt", "cidr", "glob", "at-least", "regex")) {
            Node secret = new Node.Scalar(at, "[(hunter2", "[(hunter2", true);
            Node when = map(at, "f", map(at, operator, secret));
            Node rule = map(at, "when", when);
            ((Node.Mapping) rule).entries().put("to", new Node.Entry(at, secret));
            ((Node.Mapping) rule)
                    .entries()
                    .put(
                            "set",
                            new Node.Entry(
                                    at, map(at, "message", new Node.Scalar(at, "{{ hunter2", "{{ hunter2", true))));
            Mistakes mistakes = new Mistakes();
            Ruleset.read(
                    List.of(map(at, "rules", new Node.Sequence(at, List.of(rule)))),
                    Rules.context(mistakes, Path.of(".")));
            assertThat(mistakes.sorted())
                    .hasSizeGreaterThan(2)
                    .noneMatch(mistake -> mistake.toString().contains("hunter2"));
        }
    }

    @Test
    void anExplanationDoesNotShowASubstitutedValue() {
        Position at = new Position("rules.yaml", 1, 1);
        Node secret = new Node.Scalar(at, "hunter2", "hunter2", true);
        for (Node condition : List.of(secret, map(at, "prefix", secret), map(at, "not", map(at, "contains", secret)))) {
            Node rule = map(at, "when", map(at, "token", condition));
            ((Node.Mapping) rule).entries().put("to", new Node.Entry(at, new Node.Scalar(at, "a", "a", false)));
            Ruleset ruleset = Ruleset.read(
                    List.of(map(at, "rules", new Node.Sequence(at, List.of(rule)))),
                    Rules.context(new Mistakes(), Path.of(".")));
            assertThat(ruleset.explain(Rules.event(), Rules.NOW).toString())
                    .contains("****")
                    .doesNotContain("hunter2");
            assertThat(ruleset.decide(Rules.event("token", "hunter2"), Rules.NOW)
                            .ignored())
                    .isEqualTo(ruleset.decideLinearly(Rules.event("token", "hunter2"))
                            .ignored());
        }
    }

    private static Node map(Position at, String key, Node value) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        entries.put(key, new Node.Entry(at, value));
        return new Node.Mapping(at, entries);
    }
}
