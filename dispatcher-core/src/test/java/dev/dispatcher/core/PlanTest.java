/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.core.json.JacksonJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded events run through other rules, and the difference is told. */
class PlanTest {

    @TempDir
    Path temp;

    private Running running() throws Exception {
        return new Running(temp)
                .main("portals: {door: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe}}\nhistory: {}\n")
                .rules("rules: [{name: some, when: {kind: [x, y, w]}, to: a}]")
                .start();
    }

    private static void send(Running running, String id, String kind) throws Exception {
        running.post("/in", "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"message\":\"m\"}");
    }

    private static Map<?, ?> plan(Running running, String query, String rules) throws Exception {
        HttpResponse<String> answer = running.post("/api/plan" + query, rules);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) new JacksonJson().read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static final String OTHER =
            "rules: [{name: first, when: {kind: [x, z]}, to: [a, b]}, {name: second, when: {kind: w}, set: {more: 1}, to: a}]";

    @Test
    void theDifferenceIsToldInWordsNumbersAndExamplesAlsoAfterARestart() throws Exception {
        try (Running first = running()) {
            for (String kind : new String[] {"x", "x", "y", "z", "v", "w"}) {
                send(first, "id-" + kind, kind);
            }
            check(first);
            await().until(() -> first.get("/metrics").body().contains("dispatcher_history_recorded_total 6.0"));
        }
        try (Running second = running()) {
            check(second);
        }
    }

    private static void check(Running running) throws Exception {
        Map<?, ?> plan = plan(running, "", OTHER);
        assertThat(plan.get("text"))
                .isEqualTo("+1 to a, -1 from a, 1 changed for a, +3 to b, 1 now unmatched, 1 now matched");
        assertThat(plan.get("events")).isEqualTo(6L);
        assertThat(plan.get("different")).isEqualTo(5L);
        assertThat(plan.get("complete")).isEqualTo(true);
        assertThat(plan.get("unmatched_examples")).hasToString("[{id=id-y, kind=y, change=unmatched, rules=[some]}]");
        assertThat(((Map<?, ?>) plan.get("sinks")).get("a")).asString().contains("before=4, after=4, more=1, fewer=1");
        assertThat(plan(running, "?limit=2", OTHER).get("complete")).isEqualTo(false);
        assertThat(plan(running, "?since=2999-01-01T00:00:00Z", OTHER).get("text"))
                .isEqualTo("no difference");
    }

    @Test
    void theSameRulesMakeNoDifference() throws Exception {
        try (Running first = running()) {
            send(first, "one", "x");
            Map<?, ?> plan = plan(first, "", "rules: [{name: renamed, when: {kind: [x, y, w]}, to: a}]");
            assertThat(plan.get("text")).isEqualTo("no difference");
            assertThat(plan.get("events")).isEqualTo(1L);
        }
    }

    @Test
    void wrongRulesAreToldWithTheirLineAndSecretsCannotBeReached() throws Exception {
        try (Running first = running()) {
            HttpResponse<String> wrong = first.post("/api/plan", "rules:\n- {name: n, to: nowhere}\n");
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(wrong.body()).contains("rules:2").contains("nowhere");
            assertThat(first.post("/api/plan", "rules: [{name: n, when: {kind: '${env:HOME}'}, to: a}]")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(first.post("/api/plan?since=x", OTHER).statusCode()).isEqualTo(400);
            assertThat(first.post("/api/plan", "").statusCode()).isEqualTo(400);
        }
    }
}
