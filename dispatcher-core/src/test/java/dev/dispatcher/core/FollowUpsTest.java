/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink reports is an event like any other, and says what caused it. */
class FollowUpsTest {

    @TempDir
    private Path temp;

    private Running running;

    @BeforeEach
    void prepare() throws Exception {
        running = new Running(temp)
                .main("portals: {door: {type: gate}}\nsinks: {work: {type: probe}, told: {type: probe}}\n")
                .rules("""
                        rules:
                          - {name: work, when: {kind: order}, to: work}
                          - {name: tell, when: {kind: done}, to: told}
                        """);
        running.parts.behaviours.put(
                "work",
                batch -> batch.forEach(event -> running.parts
                        .contexts
                        .get("work")
                        .report(event, Map.of("kind", "done", "message", "did " + event.message(), "seconds", 3))));
    }

    @AfterEach
    void end() {
        running.close();
    }

    private void order(String id) throws Exception {
        assertThat(running.post("/in", "{\"id\":\"" + id + "\",\"kind\":\"order\",\"message\":\"it\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aReportGoesThroughTheRulesWithItsCauseAndOneHop() throws Exception {
        running.start();
        order("first");
        await().until(() -> running.parts.arrived("told").size() == 1);
        Event report = running.parts.arrived("told").get(0);
        assertThat(report.message()).isEqualTo("did it");
        assertThat(report.get(Event.CAUSED_BY)).isEqualTo("first");
        assertThat(report.get(Event.HOPS)).isEqualTo(1L);
        assertThat(report.get("seconds")).isEqualTo(3L);
        assertThat(running.json("/api/events/" + report.id()).toString()).contains("portal=sink:work");
    }

    @Test
    void theLedgerBalancesWithReports() throws Exception {
        running.start();
        for (int i = 0; i < 20; i++) {
            order("n" + i);
        }
        await().until(() -> running.parts.arrived("told").size() == 20);
        await().until(() -> running.dispatcher().ledger().difference() == 0);
        assertThat(running.dispatcher().ledger().portal("sink:work").balance().routed())
                .isEqualTo(20);
        assertThat(running.dispatcher().ledger().portals()).doesNotContainKey("sink:told");
    }

    @Test
    void aLoopIsStoppedAtTheLimitAndExplainSaysSo() throws Exception {
        running.main("portals: {door: {type: gate}}\nsinks: {work: {type: probe}}\nfollow-ups: {hops: 3}\n")
                .rules("rules: [{name: all, to: work}]")
                .start();
        order("first");
        await().until(() -> stopped().balance().ignored() == 1);
        await().until(() -> running.dispatcher().ledger().difference() == 0);
        assertThat(running.parts.messages("work")).containsExactly("it", "did it", "did did it", "did did did it");
        assertThat(running.dispatcher().ledger().sink("work").stopped.sum()).isEqualTo(1);
        assertThat(running.get("/metrics").body()).contains("dispatcher_follow_ups_stopped_total{sink=\"work\"} 1");
        String id = lastId();
        assertThat(running.get("/api/events/" + id + "/explain").body())
                .contains("a report 4 hops away from the first event, where 3 are allowed (follow-ups.hops)");
    }

    private dev.dispatcher.core.metrics.PortalCounts stopped() {
        return running.dispatcher().ledger().portal("sink:work");
    }

    @SuppressWarnings("unchecked")
    private String lastId() throws Exception {
        List<Map<String, Object>> events = (List<Map<String, Object>>)
                running.json("/api/events?status=ignored").get("events");
        return (String) events.get(0).get("id");
    }

    @Test
    void rulesCannotTakeTheTraceOfALoopAway() throws Exception {
        running.main("portals: {door: {type: gate}}\nsinks: {work: {type: probe}}\nfollow-ups: {hops: 3}\n")
                .rules("rules: [{name: all, set: {hops: 0}, remove: [caused_by], to: work}]")
                .start();
        order("first");
        await().until(() -> stopped().balance().ignored() == 1);
        assertThat(running.parts.arrived("work")).hasSize(4);
    }

    @Test
    void aSenderCannotMakeALoopLonger() throws Exception {
        running.main("portals: {door: {type: gate}}\nsinks: {work: {type: probe}}\nfollow-ups: {hops: 2}\n")
                .rules("rules: [{name: all, to: work}]")
                .start();
        running.post("/in", "{\"id\":\"x\",\"caused_by\":\"y\",\"hops\":-1000,\"hop_limit\":9,\"message\":\"m\"}");
        await().until(() -> stopped().balance().ignored() == 1);
        assertThat(running.parts.arrived("work")).hasSize(3);
    }

    @Test
    void hopsOfAnEventFromOutsideMayMeanSomethingElse() throws Exception {
        running.start();
        running.post("/in", "{\"id\":\"route\",\"kind\":\"order\",\"hops\":64,\"message\":\"it\"}");
        await().until(() -> running.parts.arrived("told").size() == 1);
        assertThat(running.parts.arrived("told").get(0).get(Event.HOPS)).isEqualTo(1L);
    }

    @Test
    void aReportThatIsNoEventIsRefusedWithTheReason() throws Exception {
        running.start();
        order("first");
        await().until(() -> running.parts.arrived("told").size() == 1);
        Event cause = running.parts.arrived("work").get(0);
        assertThatThrownBy(() -> running.parts.contexts.get("work").report(cause, Map.of("kind", "done")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message");
        assertThatThrownBy(() -> running.parts.contexts.get("door").report(cause, Map.of("message", "m")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aReportForWhichThereIsNoRoomIsCountedAndTheDeliveryStands() throws Exception {
        running.main("portals: {door: {type: gate}}\nsinks:\n  work: {type: probe}\n"
                        + "  told: {type: probe, delivery: {queue: 1, overflow: reject}}\n")
                .start();
        running.parts.behaviours.put("told", batch -> running.parts.release.await());
        for (int i = 0; i < 4; i++) {
            order("n" + i);
        }
        await().until(() -> running.parts.arrived("work").size() == 4);
        await().until(() ->
                running.dispatcher().ledger().portal("sink:work").balance().refused() > 0);
        running.parts.release.countDown();
        await().until(() -> running.dispatcher().ledger().difference() == 0);
    }
}
