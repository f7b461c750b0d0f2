/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dispatcher itself answers over HTTP. */
class AnswersTest {

    private static final String MAIN =
            "portals: {in: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe, delivery: {fallback: a}}}\n";

    @TempDir
    Path root;

    private Running running;

    @BeforeEach
    void set() throws IOException {
        running = new Running(root);
    }

    @AfterEach
    void end() {
        running.close();
    }

    @Test
    void theLedgerAsItStands() throws Exception {
        running.main(MAIN).rules("""
                        rules:
                          - {name: one, to: a}
                          - {name: again, to: a}
                          - {name: quiet, to: b, mode: shadow}
                          - {name: poison, when: {message: bad}, to: b}
                        """).start();
        running.parts.behaviours.put("b", batch -> {
            throw DeliveryException.permanent("never");
        });
        running.event("good");
        running.event("bad");
        assertThat(running.post("/in", "nonsense").statusCode()).isEqualTo(400);
        await().until(() -> running.parts.messages("a").size() == 3);
        await().untilAsserted(() -> assertThat(running.json("/api/ledger")).containsEntry("difference", 0L));
        Map<String, Object> ledger = running.json("/api/ledger");
        assertThat(ledger)
                .containsEntry(
                        "portals",
                        Map.of(
                                "in",
                                Map.of(
                                        "received",
                                        3L,
                                        "refused",
                                        1L,
                                        "duplicate",
                                        0L,
                                        "ignored",
                                        0L,
                                        "routed",
                                        2L,
                                        "difference",
                                        0L)));
        assertThat(ledger)
                .extracting("rules")
                .isEqualTo(Map.of(
                        "one", Map.of("matched", 2L, "made", 2L, "merged", 0L, "shadow", 0L),
                        "again", Map.of("matched", 2L, "made", 0L, "merged", 2L, "shadow", 0L),
                        "quiet", Map.of("matched", 0L, "made", 0L, "merged", 0L, "shadow", 2L),
                        "poison", Map.of("matched", 1L, "made", 1L, "merged", 0L, "shadow", 0L)));
        assertThat(ledger).extracting("sinks").isEqualTo(Map.of("a", sink(5, 3, 2, 0), "b", sink(1, 0, 0, 1)));
    }

    private static Map<String, Object> sink(long made, long delivered, long merged, long diverted) {
        Map<String, Object> all = new java.util.TreeMap<>();
        for (String zero : List.of("dead", "dropped", "waiting", "in_flight", "difference")) {
            all.put(zero, 0L);
        }
        all.putAll(Map.of("made", made, "delivered", delivered, "merged", merged, "diverted", diverted));
        return all;
    }

    @Test
    void deadLettersNewestFirst() throws Exception {
        running.main(MAIN).rules(Running.RULES_TO_A).start();
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent("no " + batch.get(0).message());
        });
        for (String message : List.of("one", "two", "three")) {
            running.event(message);
        }
        await().untilAsserted(() ->
                assertThat(running.get("/api/dead-letters").body()).contains("no three"));
        assertThat(running.get("/api/dead-letters?limit=1").body())
                .contains("no three", "\"sink\":\"a\"", "\"portal\":\"in\"", "\"rule\":\"all\"")
                .doesNotContain("no two");
        assertThat(running.get("/api/dead-letters?sink=b").body()).isEqualTo("{\"dead_letters\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999", "ten", "", "1.5"})
    void aBadLimitIsRefused(String limit) throws Exception {
        running.main(MAIN).rules(Running.RULES_TO_A).start();
        assertThat(running.get("/api/dead-letters?limit=" + limit).statusCode()).isEqualTo(400);
        assertThat(running.get("/api/dead-letters?limit=" + limit).body()).contains("from 1 to 1000");
        assertThat(running.get("/api/dead-letters?limit=1000").statusCode()).isEqualTo(200);
    }

    @Test
    void readyNamesTheSinksThatAreNotWell() throws Exception {
        running.env.put("TOKEN", "s3cr3t-t0k3n");
        running.main(
                        "portals: {in: {type: gate}}\nsinks: {a: {type: probe, secret: '${env:TOKEN}', delivery: {backoff: {first: 1ms, most: 2ms}}}, b: {type: probe}}\nshutdown: {drain: 0s}\n")
                .rules(Running.RULES_TO_A)
                .start();
        assertThat(running.json("/health/ready"))
                .containsEntry("status", "ready")
                .containsEntry("sinks", Map.of())
                .containsOnlyKeys("status", "store", "sinks");
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.retryable("down with s3cr3t-t0k3n");
        });
        running.event("x");
        await().untilAsserted(() -> assertThat(running.get("/health/ready").body())
                .contains("\"a\":{\"state\":\"open\"", "down with ****", "\"failing_since\":", "\"next_attempt\":")
                .doesNotContain("\"b\""));
        assertThat(running.get("/health/ready").statusCode())
                .as("a sink that is down is no reason to get no events")
                .isEqualTo(200);
        assertThat(running.json("/health/live")).containsEntry("status", "live");
    }

    @Test
    void readWithoutATokenIsRefusedButHealthIsOpen() throws Exception {
        running.main(MAIN + "http:\n  listen: '127.0.0.1:0'\n  tokens: [{name: r, token: reader, allow: [read]}]\n")
                .rules(Running.RULES_TO_A)
                .start();
        for (String path : List.of("/metrics", "/api/ledger", "/api/dead-letters")) {
            assertThat(running.get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(running.send(HttpRequest.newBuilder(running.uri(path)).header("Authorization", "Bearer reader"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(running.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(running.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(running.send(HttpRequest.newBuilder(running.uri("/api/reload"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .header("Authorization", "Bearer reader"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void metricsAfterTrafficAreWellFormed() throws Exception {
        String odd = "quote \\\" and \\\\ and \\n line";
        running.main(
                        "portals: {in: {type: gate}}\nsinks: {a: {type: probe, text: '{{ message }}'}, b: {type: probe}}\n")
                .rules("rules: [{name: \"" + odd + "\", to: [a, b]}]")
                .start();
        running.parts.behaviours.put("b", batch -> {
            throw DeliveryException.permanent("never");
        });
        running.event("one");
        running.event("two");
        await().until(() -> running.parts.messages("a").size() == 2
                && running.dispatcher().letters().deadLetters().size() == 2
                && running.dispatcher().ledger().difference() == 0);
        Scraped scraped = Scraped.of(running.get("/metrics").body());
        assertThat(scraped.value("dispatcher_events_received_total{portal=in}")).isEqualTo(2);
        assertThat(scraped.value("dispatcher_deliveries_delivered_total{sink=a}"))
                .isEqualTo(2);
        assertThat(scraped.value("dispatcher_deliveries_dead_total{reason=rejected,sink=b}"))
                .isEqualTo(2);
        assertThat(scraped.value("dispatcher_rule_matched_total{rule=quote \" and \\ and \n line}"))
                .isEqualTo(2);
        assertThat(scraped.value("dispatcher_plugin_total{counter=taken,instance=a}"))
                .isEqualTo(2);
        assertThat(scraped.value("dispatcher_sink_state{sink=a,state=running}")).isEqualTo(1);
        assertThat(scraped.value("dispatcher_ledger_difference{ledger=deliveries}"))
                .isZero();
        assertThat(scraped.value("dispatcher_delivery_seconds_count{sink=a}")).isEqualTo(2);
        assertThat(scraped.value("dispatcher_delivery_seconds_bucket{sink=a,le=+Inf}"))
                .isEqualTo(2);
        assertThat(scraped.value("dispatcher_delivery_seconds_bucket{sink=a,le=60.0}"))
                .isEqualTo(2);
        assertThat(scraped.value("dispatcher_delivery_seconds_sum{sink=a}")).isPositive();
        assertThat(scraped.types()).containsEntry("dispatcher_delivery_seconds", "histogram");
        HttpRequest.Builder open =
                HttpRequest.newBuilder(running.uri("/metrics")).header("Accept", "application/openmetrics-text");
        assertThat(running.send(open).body()).endsWith("# EOF\n").contains("# TYPE dispatcher_events_received counter");
    }

    @Test
    void aTemplateThatFailsIsCounted() throws Exception {
        running.main("portals: {in: {type: gate}}\nsinks: {a: {type: probe, text: '{{ lag / 0 }}'}}\n")
                .rules("rules: [{name: all, to: a, set: {note: '{{ lag / 0 }}'}}]")
                .start();
        running.post("/in", "{\"message\":\"x\",\"lag\":5}");
        await().until(() -> running.parts.messages("a").equals(List.of("x")));
        Scraped scraped = Scraped.of(running.get("/metrics").body());
        assertThat(scraped.value("dispatcher_template_failures_total{instance=a}"))
                .isEqualTo(1);
        assertThat(scraped.value("dispatcher_template_failures_total{instance=rules}"))
                .isEqualTo(1);
    }
}
