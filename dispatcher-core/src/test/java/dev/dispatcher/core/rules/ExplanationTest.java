/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static dev.dispatcher.core.rules.Rules.NOW;
import static dev.dispatcher.core.rules.Rules.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Ruleset RULESET = Rules.read("""
            rules:
              - name: disks
                when: {kind: "urn:disk"}
                to: a
              - name: consumers in trouble
                when: {kind: {prefix: "urn:kafka:"}, lag: {gte: 1000}}
                set: {message: "{{ group }} is {{ lag }} behind"}
                remove: noise
                to: [ops-slack, lag-graph]
              - {name: trial, when: {cluster: prod}, to: b, mode: shadow}
              - {name: twice, when: {lag: {gt: 0}}, set: {message: "orders is {{ lag }} behind"}, remove: noise, to: lag-graph}
              - {name: old, to: a, enabled: false}
              - name: choice
                when: {any: [{cluster: stage}, {all: [{lag: {lt: 5}}]}], not: {x: 1}}
                to: a
              - {name: last, when: {cluster: {exists: true}}, to: [ops-mail, d], then: stop}
              - {name: never, to: a}
            """);

    private static final Event EVENT = event(
            "kind", "urn:kafka:lag", "group", "orders", "lag", 5000L, "cluster", "prod", "noise", "x".repeat(500));

    @Test
    void theTextTellsWhatBecameOfEachRule() {
        assertThat(RULESET.explain(EVENT, NOW).toString()).isEqualTo("""
                        event 1 of kind urn:kafka:lag

                          - disks                 kind: expected "urn:disk", met "urn:kafka:lag"
                          + consumers in trouble  matched, to ops-slack, lag-graph
                              message: "hello" → "orders is 5000 behind"
                              noise: "%s…" → missing
                          ~ trial                 matched in shadow: would go to b, sends nothing
                          + twice                 matched, to lag-graph
                              message: "hello" → "orders is 5000 behind"
                              noise: "%s…" → missing
                          - old                   is disabled
                          - choice                any: expected one of 2 alternatives, such as any[0].cluster: "stage", met "prod"
                          + last                  matched, to ops-mail, d, and stopped here
                          - never                 was not asked: 'last' stopped the event

                        → ops-slack  (consumers in trouble)
                        → lag-graph  (consumers in trouble)
                        → ops-mail  (last)
                        = lag-graph  (twice: the same as from consumers in trouble)
                        x d  (last: the sink is disabled)
                        """.formatted("x".repeat(120), "x".repeat(120)));
    }

    @Test
    void theFirstFailingConditionNamesPathOperatorAndValueMet() {
        Explanation.Asked asked =
                RULESET.explain(event("kind", "urn:kafka:lag"), NOW).rules().get(1);
        assertThat(asked.failed()).isEqualTo(new Explanation.Failure("lag", "gte 1000", "missing"));
        assertThat(asked.skipped()).isFalse();
        assertThat(RULESET.explain(EVENT, NOW).rules().get(0).skipped()).isTrue();
        assertThat(Rules.read("rules: [{when: {not: {x: 1}}, to: a}]")
                        .explain(event("x", 1L), NOW)
                        .rules()
                        .get(0)
                        .failed()
                        .path())
                .isEqualTo("not");
    }

    @Test
    void thePlainFormIsJson() throws Exception {
        JacksonJson json = new JacksonJson();
        String text = new String(json.write(RULESET.explain(EVENT, NOW).toMap()), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("\"rule\":\"disks\"", "\"outcome\":\"failed\"", "\"skipped\":true", "\"stopped-by\":\"last\"")
                .contains("\"outcome\":\"not-reached\"", "\"outcome\":\"shadow\"", "\"at\":\"2026-01-02T03:04:05Z\"");
    }

    @Test
    void anIgnoredEventIsSaidToBe() {
        assertThat(Rules.read("rules: []").explain(event(), NOW).toString()).endsWith("ignored: no sink gets it\n");
    }

    @Test
    void aValueCannotDriveTheTerminal() {
        Event event = event("cluster", "\u001b[31mred\u0007\u202e", "kind", "urn:\u001b]0;x");
        assertThat(Rules.read("rules: [{name: one, when: {cluster: prod}, to: a}]")
                        .explain(event, NOW)
                        .toString())
                .doesNotContain("\u001b", "\u0007", "\u202e");
    }
}
