/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static dev.dispatcher.core.rules.Rules.NOW;
import static dev.dispatcher.core.rules.Rules.event;
import static dev.dispatcher.core.rules.Rules.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistake;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesetTest {

    private static Event only(Ruleset ruleset, Event event) {
        Decision decision = ruleset.decide(event, NOW);
        assertThat(decision.targets()).hasSize(1);
        return decision.targets().get(0).event();
    }

    @Test
    void everyMatchingRuleSendsUntilOneStops() {
        Ruleset ruleset = Rules.read("""
                rules:
                  - {name: one, when: {x: 1}, to: a}
                  - {name: two, when: {x: 2}, to: b}
                  - {name: three, when: {x: [1, 2]}, to: [b, c], then: stop}
                  - {name: four, to: a}
                """);
        assertThat(targets(ruleset, event("x", 1L))).containsExactly("a:one", "b:three", "c:three");
        assertThat(targets(ruleset, event("x", 3L))).containsExactly("a:four");
        assertThat(ruleset.decide(event("x", 1L), NOW).hits())
                .extracting(Decision.RuleHit::rule)
                .containsExactly("one", "three");
    }

    @Test
    void stopWithoutSinksDrops() {
        Ruleset ruleset = Rules.read("""
                rules:
                  - {name: noise, when: {x: 1}, then: stop}
                  - {to: a}
                otherwise: [b]
                """);
        Decision decision = ruleset.decide(event("x", 1L), NOW);
        assertThat(decision.ignored()).isTrue();
        assertThat(decision.hits()).hasSize(1);
    }

    @Test
    void otherwiseGetsWhatNoLiveRuleMatched() {
        Ruleset ruleset = Rules.read("""
                rules:
                  - {name: real, when: {x: 1}, to: a}
                  - {name: trial, when: {x: 2}, to: b, then: stop, mode: shadow}
                  - {name: later, when: {x: 3}, to: c}
                  - {name: off, when: {x: 4}, to: a, enabled: false}
                otherwise: event-log
                """);
        assertThat(targets(ruleset, event("x", 1L))).containsExactly("a:real");
        assertThat(targets(ruleset, event("x", 2L))).containsExactly("event-log:otherwise");
        assertThat(ruleset.decide(event("x", 2L), NOW).hits()).containsExactly(new Decision.RuleHit(1, "trial", true));
        assertThat(targets(ruleset, event("x", 4L))).containsExactly("event-log:otherwise");
        assertThat(ruleset.decide(event("x", 4L), NOW).otherwise()).isTrue();
    }

    @Test
    void aShadowRuleStopsNothing() {
        Ruleset ruleset = Rules.read("""
                rules:
                  - {name: trial, to: b, then: stop, mode: shadow}
                  - {name: real, to: a}
                """);
        assertThat(targets(ruleset, event())).containsExactly("a:real");
    }

    @Test
    void anEqualCopyForTheSameSinkIsMerged() {
        Ruleset ruleset = Rules.read("""
                rules:
                  - {name: one, to: [a, b]}
                  - {name: two, to: [a, b], set: {team: core}}
                  - {name: three, to: [a], set: {team: core}}
                  - {name: four, to: [a], set: {message: hello}}
                """);
        Decision decision = ruleset.decide(event(), NOW);
        assertThat(targets(ruleset, event())).containsExactly("a:one", "b:one", "a:two", "b:two");
        assertThat(decision.merged())
                .containsExactly(new Decision.Merged("a", "three", "two"), new Decision.Merged("a", "four", "one"));
    }

    @Test
    void aDisabledSinkGetsNothingAndIsSaid() {
        Ruleset ruleset = Rules.read("rules: [{name: one, to: [a, d]}]");
        Decision decision = ruleset.decide(event(), NOW);
        assertThat(targets(ruleset, event())).containsExactly("a:one");
        assertThat(decision.withheld()).extracting(Decision.Target::sink).containsExactly("d");
        assertThat(ruleset.warnings())
                .extracting(Mistake::toString)
                .containsExactly("rules.yaml:1: rules[0].to[1]: the sink 'd' is disabled and gets nothing");
    }

    @Test
    void anUnchangedEventIsNotCopied() {
        Event event = event();
        assertThat(only(Rules.read("rules: [{to: a}]"), event)).isSameAs(event);
        assertThat(only(Rules.read("rules: [{to: a, remove: [nothing]}]"), event))
                .isSameAs(event);
    }

    @Test
    void setKeepsTypesAndSeesTheEventAsItCame() {
        Event out = only(Rules.read("""
                        rules:
                          - to: a
                            set:
                              message: "{{ group }} was {{ message }}"
                              copy: "{{ message }}"
                              number: 5
                              fraction: 1.50
                              flag: true
                              nothing: null
                              text: "5"
                        """), event("group", "orders"));
        assertThat(out.message()).isEqualTo("orders was hello");
        assertThat(out.get("copy")).isEqualTo("hello");
        assertThat(out.get("number")).isEqualTo(5L);
        assertThat(out.get("fraction")).isEqualTo(new BigDecimal("1.50"));
        assertThat(out.get("flag")).isEqualTo(true);
        assertThat(out.has("nothing")).isTrue();
        assertThat(out.get("text")).isEqualTo("5");
        assertThat(new String(out.json(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"message\":\"orders was hello\"");
    }

    @Test
    void renameRemoveAndSetComeInThisOrder() {
        Event out = only(Rules.read("""
                        rules:
                          - to: a
                            rename: {text: message, x: y, gone: z}
                            remove: [y, w]
                            set: {w: new}
                        """), event("text", "better", "x", 1L, "w", "old"));
        assertThat(out.fields()).containsOnlyKeys("id", "timestamp", "kind", "message", "w");
        assertThat(out.message()).isEqualTo("better");
        assertThat(out.get("w")).isEqualTo("new");
    }

    @Test
    void aRequiredFieldIsNeverEmptied() {
        Event out = only(Rules.read("""
                        rules:
                          - to: a
                            rename: {when: timestamp}
                            set: {message: "{{ nothing }}", kind: " {{ nothing }} ", id: "{{ number }}"}
                        """), event("when", "yesterday", "number", 7L));
        assertThat(out.message()).isEqualTo("hello");
        assertThat(out.kind()).isEqualTo("urn:x");
        assertThat(out.id()).isEqualTo("7");
        assertThat(out.timestamp()).isEqualTo(NOW);
        Event timed = only(Rules.read("rules: [{to: a, set: {timestamp: '2026-02-03T04:05:06+01:00'}}]"), event());
        assertThat(timed.get("timestamp")).isEqualTo("2026-02-03T03:05:06Z");
    }

    @Test
    void aTemplateThatFailsLeavesTheFieldAndTheEventIsSent() {
        Event out = only(
                Rules.read("rules: [{to: a, set: {message: '{% for x in message %}{{ x }}{% endfor %}', n: 1}}]"),
                event());
        assertThat(out.message()).isEqualTo("hello");
        assertThat(out.get("n")).isEqualTo(1L);
    }

    @Test
    void rulesOfSeveralFilesAreOneList() {
        Ruleset ruleset = Rules.read(
                Path.of("."),
                "rules: [{name: one, to: a}]\notherwise: [event-log]",
                "rules: [{to: b}]",
                "lookups: {t: {rows: {x: y}}}",
                "rules: [{name: three, to: c}]");
        assertThat(targets(ruleset, event())).containsExactly("a:one", "b:rules[1]", "c:three");
        assertThat(ruleset.rules().get(1).at().toString()).isEqualTo("rules.d/1.yaml:1");
    }

    @Test
    void noRulesIgnoreEverything() {
        for (String text : List.of("", "rules: []", "rules:", "otherwise: []")) {
            assertThat(Rules.read(text).decide(event(), NOW).ignored()).isTrue();
        }
    }
}
