/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.core.metrics.SinkCounts;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {

    private static final String PORTAL = "portals: {in: {type: gate}}\n";

    @TempDir
    Path root;

    private Running running;
    private Path dead;

    @BeforeEach
    void set() throws IOException {
        running = new Running(root);
        dead = root.resolve("dead.ndjson");
    }

    @AfterEach
    void end() {
        running.close();
    }

    private SinkCounts.Balance balance(String sink) {
        return running.dispatcher().ledger().sink(sink).balance();
    }

    private void start(String sinks, String rules) throws Exception {
        running.main(PORTAL + sinks + "\ndead-letters: " + dead + "\n")
                .rules(rules)
                .start();
    }

    @Test
    void whatWaitsIsDeliveredAndTheRestIsDead() throws Exception {
        start(
                "sinks: {a: {type: probe}, b: {type: probe}}\nshutdown: {drain: 500ms}",
                "rules: [{name: all, to: [a, b]}]");
        CountDownLatch first = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> first.await());
        running.parts.behaviours.put("b", batch -> {
            throw DeliveryException.retryable("down");
        });
        for (int i = 0; i < 20; i++) {
            running.event("m" + i);
        }
        assertThat(running.parts.messages("a")).isEmpty();
        first.countDown();
        running.dispatcher().close();
        assertThat(running.parts.messages("a")).hasSize(20);
        assertThat(balance("a")).isEqualTo(new SinkCounts.Balance(20, 20, 0, 0, 0, 0, 0, 0));
        assertThat(balance("b")).isEqualTo(new SinkCounts.Balance(20, 0, 20, 0, 0, 0, 0, 0));
        assertThat(running.dispatcher().ledger().difference()).isZero();
        assertThat(Files.readAllLines(dead)).hasSize(20).allMatch(line -> line.contains("\"reason\":\"stopped\""));
        assertThat(running.parts.sinks).allMatch(probe -> probe.closed);
        assertThat(running.parts.openPortals).isEmpty();
    }

    @Test
    void aFallbackEndsAfterThoseThatPointAtIt() throws Exception {
        start(
                "sinks:\n  c: {type: probe}\n  b: {type: probe, delivery: {fallback: c}}\n"
                        + "  a: {type: probe, delivery: {fallback: b}}\nshutdown: {drain: 900ms}",
                Running.RULES_TO_A);
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.retryable("down");
        });
        running.parts.behaviours.put("b", batch -> {
            throw DeliveryException.retryable("down too");
        });
        running.event("one");
        running.event("two");
        running.dispatcher().close();
        assertThat(running.parts.messages("c")).containsExactly("one", "two");
        assertThat(balance("a").diverted()).isEqualTo(2);
        assertThat(balance("b").diverted()).isEqualTo(2);
        assertThat(balance("c").delivered()).isEqualTo(2);
        assertThat(running.dispatcher().ledger().difference()).isZero();
        assertThat(dead).doesNotExist();
    }

    @Test
    void fallbacksEndLastInWhateverOrderTheSinksStand() throws Exception {
        StringBuilder sinks = new StringBuilder("sinks:\n");
        for (int i = 0; i < 8; i++) {
            sinks.append(
                    "  b" + i + ": {type: probe}\n  a" + i + ": {type: probe, delivery: {fallback: b" + i + "}}\n");
            running.parts.behaviours.put("a" + i, batch -> {
                throw DeliveryException.retryable("down");
            });
        }
        start(sinks + "shutdown: {drain: 600ms}", "rules: [{name: all, to: [a0, a1, a2, a3, a4, a5, a6, a7]}]");
        running.event("one");
        running.dispatcher().close();
        for (int i = 0; i < 8; i++) {
            assertThat(running.parts.messages("b" + i)).as("b" + i).containsExactly("one");
        }
    }

    @Test
    void aRemovedSinkStillFindsItsFallbackAtTheEnd() throws Exception {
        start(
                "sinks: {a: {type: probe, delivery: {fallback: b}}, b: {type: probe}}\nshutdown: {drain: 600ms}",
                "rules: [{name: all, to: a}]");
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.retryable("down");
        });
        running.event("one");
        running.main(PORTAL + "sinks: {b: {type: probe}}\nshutdown: {drain: 600ms}\ndead-letters: " + dead + "\n")
                .rules("rules: [{name: all, to: b}]");
        assertThat(running.reload().mistakes()).isEmpty();
        running.dispatcher().close();
        assertThat(running.parts.messages("b")).containsExactly("one");
        assertThat(running.dispatcher().ledger().difference()).isZero();
    }

    @Test
    void aChangedSinkThatCouldNotBeginYetIsDrainedToo() throws Exception {
        start("sinks: {a: {type: probe}}", Running.RULES_TO_A);
        CountDownLatch busy = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> {
            busy.countDown();
            running.parts.release.await();
        });
        running.event("one");
        running.event("two");
        busy.await();
        running.main(PORTAL + "sinks: {a: {type: probe, note: new}}\ndead-letters: " + dead + "\n");
        assertThat(running.reload().mistakes()).isEmpty();
        CompletableFuture<Void> end = CompletableFuture.runAsync(running.dispatcher()::close);
        await().until(() -> !running.dispatcher().ready());
        running.parts.release.countDown();
        end.get();
        assertThat(running.parts.messages("a")).containsExactly("one", "two");
    }

    @Test
    void whileStoppingItIsNotReadyAndRefusesForNow() throws Exception {
        start("sinks: {a: {type: probe}}", Running.RULES_TO_A);
        assertThat(running.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(running.json("/health/ready")).containsEntry("status", "ready");
        CompletableFuture<HttpResponse<String>> slow = running.client.sendAsync(
                HttpRequest.newBuilder(running.uri("/in"))
                        .header("hold", "yes")
                        .POST(BodyPublishers.ofString("{\"message\":\"slow\"}"))
                        .build(),
                BodyHandlers.ofString());
        running.parts.held.await();
        CompletableFuture<Void> end = CompletableFuture.runAsync(running.dispatcher()::close);
        await().until(() -> running.get("/health/ready").statusCode() == 503);
        assertThat(running.event("x")).isEqualTo(503);
        running.parts.release.countDown();
        assertThat(slow.get().statusCode()).as("its events come too late").isEqualTo(503);
        end.get();
        assertThat(running.parts.messages("a")).isEmpty();
        assertThat(running.dispatcher().ledger().difference()).isZero();
    }

    @Test
    void aReloadThatWaitsForTheEndDoesNotHoldItUp() throws Exception {
        start("sinks: {a: {type: probe}}", Running.RULES_TO_A);
        CompletableFuture<HttpResponse<String>> slow = running.client.sendAsync(
                HttpRequest.newBuilder(running.uri("/in"))
                        .header("hold", "yes")
                        .POST(BodyPublishers.ofString("{\"message\":\"slow\"}"))
                        .build(),
                BodyHandlers.ofString());
        running.parts.held.await();
        CompletableFuture<Void> end = CompletableFuture.runAsync(running.dispatcher()::close);
        await().until(() -> running.get("/health/ready").statusCode() == 503);
        assertThat(running.reload().done()).isFalse();
        assertThat(end).as("it still waits for the request").isNotDone();
        running.parts.release.countDown();
        slow.get();
        end.get();
    }

    @Test
    void twoThatEndItBothWaitForTheEnd() throws Exception {
        start("sinks: {a: {type: probe}}", Running.RULES_TO_A);
        CountDownLatch busy = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> {
            busy.countDown();
            running.parts.release.await();
        });
        running.event("x");
        busy.await();
        CompletableFuture<Void> one = CompletableFuture.runAsync(running.dispatcher()::close);
        CompletableFuture<Void> two = CompletableFuture.runAsync(running.dispatcher()::close);
        await().until(() -> !running.dispatcher().ready());
        assertThat(one).isNotDone();
        assertThat(two).isNotDone();
        running.parts.release.countDown();
        two.get();
        assertThat(running.parts.messages("a")).containsExactly("x");
        one.get();
    }
}
