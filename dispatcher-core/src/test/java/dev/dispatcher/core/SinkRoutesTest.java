/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.core.json.JacksonJson;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks looked at, tested, paused; dead letters tried again. */
class SinkRoutesTest {

    @TempDir
    private Path temp;

    private Running running;

    @BeforeEach
    void prepare() throws Exception {
        running = new Running(temp)
                .main(
                        "portals: {door: {type: gate}}\n"
                                + "sinks: {a: {type: probe, secret: 'pass:word1', delivery: {timeout: 300ms}}, b: {type: probe}}\n")
                .rules(Running.RULES_TO_A);
    }

    @AfterEach
    void end() {
        running.close();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> command(String path) throws Exception {
        return (Map<String, Object>)
                new JacksonJson().read(running.post(path, "").body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSinkTellsItsStateCountsAndDeliveryOptionsAndNoSecret() throws Exception {
        running.start();
        running.event("m");
        await().untilAsserted(() -> assertThat(
                        (Map<?, ?>) running.json("/api/sinks/a").get("counts"))
                .extracting(counts -> counts.get("delivered"))
                .isEqualTo(1L));
        Map<String, Object> sink = running.json("/api/sinks/a");
        assertThat(sink).containsEntry("type", "probe").containsEntry("state", "running");
        assertThat((Map<?, ?>) sink.get("delivery"))
                .extracting(options -> options.get("timeout"))
                .isEqualTo("300ms");
        assertThat(running.get("/api/sinks").body()).contains("\"name\":\"b\"").doesNotContain("word1");
        assertThat(running.get("/api/sinks/none").statusCode()).isEqualTo(404);
    }

    @Test
    void aTestReachesTheDestinationOnceAndIsInNoBook() throws Exception {
        running.start();
        Map<String, Object> answer = command("/api/sinks/a/test");
        assertThat(answer).containsEntry("delivered", true);
        assertThat(running.parts.arrived("a")).hasSize(1);
        assertThat(running.parts.arrived("a").get(0).kind()).isEqualTo(SinkRoutes.TEST_KIND);
        assertThat(running.json("/api/ledger").toString()).contains("made=0").doesNotContain("made=1");
    }

    @Test
    void aTestTellsWhatTheSinkSaidWithSecretsMasked() throws Exception {
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent(Reason.REJECTED, "pass:word1 is not welcome", null);
        });
        running.start();
        Map<String, Object> answer = command("/api/sinks/a/test");
        assertThat(answer)
                .containsEntry("delivered", false)
                .containsEntry("reason", "rejected")
                .containsEntry("retryable", false);
        assertThat(answer.get("message")).asString().contains("is not welcome").doesNotContain("word1");
    }

    @Test
    void aTestThatDoesNotEndIsInterruptedAtTheDeadline() throws Exception {
        running.parts.behaviours.put("a", batch -> new java.util.concurrent.CountDownLatch(1).await());
        running.start();
        assertThat(command("/api/sinks/a/test"))
                .containsEntry("delivered", false)
                .containsEntry("reason", "deadline");
        running.parts.behaviours.remove("a");
        running.event("after");
        await().untilAsserted(() -> assertThat(running.parts.messages("a")).contains("after"));
    }

    @Test
    void aTestAndADeliveryTakeTurns() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean both = new AtomicBoolean();
        running.parts.behaviours.put("a", batch -> {
            if (inside.incrementAndGet() > 1) {
                both.set(true);
            }
            Thread.onSpinWait();
            inside.decrementAndGet();
        });
        running.start();
        for (int i = 0; i < 30; i++) {
            running.event("m" + i);
            command("/api/sinks/a/test");
        }
        await().until(() -> running.parts.arrived("a").size() == 60);
        assertThat(both).isFalse();
    }

    @Test
    void aPausedSinkLetsThingsWaitUntilItIsResumed() throws Exception {
        running.start();
        assertThat(command("/api/sinks/a/pause")).containsEntry("state", "paused");
        running.event("m");
        assertThat(running.json("/api/sinks/a")).containsEntry("waiting", 1L);
        assertThat(running.parts.arrived("a")).isEmpty();
        command("/api/sinks/a/resume");
        await().untilAsserted(() -> assertThat(running.parts.messages("a")).containsExactly("m"));
    }

    @Test
    void deadLettersAreDrivenAgainAndSettledInTheSameEvent() throws Exception {
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent(Reason.REJECTED, "no", null);
        });
        running.start();
        running.post("/in", "{\"id\":\"x\",\"message\":\"m\"}");
        await().untilAsserted(() -> assertThat(running.get("/api/dead-letters?sink=a&reason=rejected&id=x")
                        .body())
                .contains("\"id\":\"x\""));
        assertThat(running.get("/api/dead-letters?rule=other").body()).contains("\"dead_letters\":[]");
        running.parts.behaviours.remove("a");
        assertThat(command("/api/dead-letters/redrive?sink=a&rate=1000"))
                .containsEntry("redriven", 1L)
                .containsEntry("kept", 0L);
        await().untilAsserted(() -> assertThat(running.get("/api/events/x").body())
                .contains("\"status\":\"dead\"", "\"status\":\"delivered\""));
        assertThat(running.parts.messages("a")).containsExactly("m");
        await().untilAsserted(() ->
                assertThat(running.json("/api/ledger").get("difference")).isEqualTo(0L));
    }

    @Test
    void whatNoQueueTakesGoesBack() throws Exception {
        running.main("portals: {door: {type: gate}}\n"
                + "sinks: {a: {type: probe, delivery: {queue: 1}}, b: {type: probe}}\n");
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent(Reason.REJECTED, "no", null);
        });
        running.start();
        running.event("one");
        await().untilAsserted(() ->
                assertThat(running.get("/api/dead-letters").body()).contains("rejected"));
        command("/api/sinks/a/pause");
        running.event("two");
        assertThat(command("/api/dead-letters/redrive"))
                .containsEntry("redriven", 0L)
                .containsEntry("refused", 1L)
                .containsEntry("kept", 1L);
        assertThat(running.send(HttpRequest.newBuilder(running.uri("/api/dead-letters"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(400);
        assertThat(running.send(HttpRequest.newBuilder(running.uri("/api/dead-letters?sink=a"))
                                .DELETE())
                        .body())
                .contains("\"purged\":1");
    }

    @Test
    void aRateThatTakesTooLongIsRefused() throws Exception {
        running.start();
        assertThat(running.post("/api/dead-letters/redrive?limit=1000&rate=1", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(running.post("/api/dead-letters/redrive?rate=0", "").statusCode())
                .isEqualTo(400);
    }
}
