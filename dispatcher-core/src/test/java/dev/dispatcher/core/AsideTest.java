/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send-all-to} and {@code dry-run}. */
class AsideTest {

    private static final String PARTS = "portals: {door: {type: gate}}\n"
            + "sinks: {a: {type: probe}, b: {type: probe}, harmless: {type: probe}}\n";

    @TempDir
    private Path temp;

    private Running running;

    @BeforeEach
    void prepare() throws Exception {
        running = new Running(temp);
    }

    @AfterEach
    void end() {
        running.close();
    }

    @Test
    void everythingGoesToTheOneSinkAndEqualCopiesOnce() throws Exception {
        running.main(PARTS + "send-all-to: harmless\n")
                .rules(
                        "rules: [{name: one, to: [a, b]}, {name: two, set: {team: x}, to: a}]\ntests: [{name: t, given: {message: m}, expect: {a: 2, b: 1}}]");
        running.start();
        running.event("hello");
        await().untilAsserted(
                        () -> assertThat(running.parts.arrived("harmless")).hasSize(2));
        assertThat(running.parts.arrived("a")).isEmpty();
        assertThat(running.parts.arrived("b")).isEmpty();
        Map<?, ?> sinks = (Map<?, ?>) running.json("/api/ledger").get("sinks");
        assertThat(((Map<?, ?>) sinks.get("harmless")).get("merged")).isEqualTo(1L);
        await().untilAsserted(() ->
                assertThat(running.json("/api/ledger").get("difference")).isEqualTo(0L));
        assertThat(running.get("/health/ready").body()).contains("EVERYTHING GOES TO SINK harmless");
        assertThat(running.get("/metrics").body()).contains("dispatcher_send_all_to{sink=\"harmless\"} 1");
    }

    @Test
    void inADryRunNothingIsDeliveredAndTheBooksBalance() throws Exception {
        running.main(PARTS + "dry-run: true\n").rules("rules: [{name: one, to: [a, b]}]");
        running.start();
        assertThat(running.post("/in", "{\"id\":\"x\",\"message\":\"m\"}").statusCode())
                .isEqualTo(202);
        Map<?, ?> event = (Map<?, ?>) ((List<?>) running.json("/api/events/x").get("events")).get(0);
        assertThat((List<?>) event.get("deliveries"))
                .extracting(each -> ((Map<?, ?>) each).get("sink") + " " + ((Map<?, ?>) each).get("status"))
                .containsExactly("a dropped", "b dropped");
        assertThat(running.json("/api/ledger").get("difference")).isEqualTo(0L);
        assertThat(running.get("/health/ready").body()).contains("NOTHING IS DELIVERED");
        assertThat(running.get("/metrics").body())
                .contains("dispatcher_dry_run 1")
                .contains("dispatcher_deliveries_dropped_total{reason=\"dry-run\",sink=\"a\"} 1");
        assertThat(running.post("/api/dead-letters/redrive", "").statusCode()).isEqualTo(409);

        running.main(PARTS);
        assertThat(running.reload().done()).isTrue();
        running.event("now");
        await().untilAsserted(() -> assertThat(running.parts.messages("a")).containsExactly("now"));
        assertThat(running.get("/metrics").body()).contains("dispatcher_dry_run 0");
    }

    @Test
    void aReloadThatSwitchesThemOnWarns() throws Exception {
        running.main(PARTS).rules("rules: [{name: one, to: [a, b]}]");
        running.start();
        running.main(PARTS + "dry-run: true\nsend-all-to: harmless\n");
        assertThat(running.reload().warnings())
                .anyMatch(warning -> warning.contains("NOTHING IS DELIVERED"))
                .anyMatch(warning -> warning.contains("EVERYTHING GOES TO"));
    }

    @Test
    void theOneSinkMustBeThere() throws Exception {
        running.main(PARTS + "send-all-to: harmles\n").rules("rules: [{name: one, to: [a, b]}]");
        assertThatThrownBy(running::start).hasMessageContaining("send-all-to").hasMessageContaining("harmless");
    }
}
