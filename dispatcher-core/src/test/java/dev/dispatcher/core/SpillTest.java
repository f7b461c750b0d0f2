/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {

    private static final String SOON = "shutdown: {drain: 50ms}\n";
    private static final String SINK =
            "sinks: {a: {type: probe, delivery: {queue: 20, overflow: spill, backoff: {first: 1ms, most: 5ms},"
                    + " breaker: {failures: 1000000}}}}\n";
    private static final String MAIN = SOON + "portals: {in: {type: gate}}\n" + SINK;
    private static final String STORED = SOON + "portals: {in: {type: gate, intake: {acknowledge: stored}}}\n" + SINK;

    @TempDir
    Path root;

    private final AtomicBoolean down = new AtomicBoolean(true);
    private Running running;
    private Running next;

    @BeforeEach
    void set() throws IOException {
        running = new Running(Files.createDirectories(root.resolve("one")));
        next = new Running(Files.createDirectories(root.resolve("two")));
        running.parts.behaviours.put("a", batch -> {
            if (down.get()) {
                throw DeliveryException.retryable("down");
            }
        });
    }

    @AfterEach
    void end() {
        running.close();
        next.close();
    }

    private void start(String main) throws Exception {
        running.main(main).rules(Running.RULES_TO_A).start();
    }

    private void send(int from, int to) throws Exception {
        String lines = IntStream.range(from, to)
                .mapToObj(i -> "{\"message\":\"m" + i + "\",\"id\":\"id" + i + "\"}")
                .collect(Collectors.joining("\n"));
        assertThat(running.post("/in", lines).statusCode()).isEqualTo(202);
    }

    private static List<String> messages(int to) {
        return IntStream.range(0, to).mapToObj(i -> "m" + i).toList();
    }

    private double metric(String name) throws Exception {
        return running.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{sink=\"a\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void takeOver() throws IOException {
        try (Stream<Path> files = Files.walk(running.data)) {
            for (Path file : files.toList()) {
                Path to = next.data.resolve(running.data.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    @Test
    void aDeadSinkCostsDiskAndCatchesUpInOrder() throws Exception {
        start(MAIN);
        for (int i = 0; i < 3000; i += 10) {
            send(i, i + 10);
        }
        await().until(() ->
                metric("dispatcher_queue_spilled") >= 2900 && metric("dispatcher_queue_spilled_bytes") > 100_000);
        assertThat(running.dispatcher().ledger().sink("a").balance().dropped()).isZero();
        down.set(false);
        send(3000, 3010);
        await().until(() -> running.parts.arrived("a").size() >= 3010);
        assertThat(running.parts.messages("a")).isEqualTo(messages(3010));
        await().until(() -> running.dispatcher().ledger().difference() == 0);
        assertThat(metric("dispatcher_queue_spilled")).isZero();
        await().until(() -> metric("dispatcher_queue_spilled_bytes") == 0);
        assertThat(running.get("/api/events/id2000").body())
                .contains("\"finished\"")
                .contains("\"attempts\"");
    }

    @Test
    void aShortOutageIsNeverWrittenTwiceAndOrderStaysAcrossTheTail() throws Exception {
        start(MAIN);
        for (int i = 0; i < 400; i += 5) {
            send(i, i + 5);
            down.set(i % 50 < 25);
        }
        down.set(false);
        await().until(() -> running.parts.arrived("a").size() >= 400);
        assertThat(running.parts.messages("a")).isEqualTo(messages(400));
    }

    @Test
    void anOrderlyStopLeavesItOnTheDiskForTheNextStart() throws Exception {
        start(MAIN);
        send(0, 500);
        running.dispatcher().close();
        assertThat(running.dispatcher().ledger().sink("a").balance().dead()).isZero();
        assertThat(running.dispatcher().ledger().difference()).isZero();
        takeOver();
        next.main(MAIN).rules(Running.RULES_TO_A).start();
        await().until(() -> next.parts.arrived("a").size() >= 500);
        assertThat(next.parts.messages("a")).isEqualTo(messages(500));
        await().until(() -> next.dispatcher().ledger().difference() == 0);
    }

    @Test
    void oneRequestThatIsLargerThanTheQueueIsStoredOnTheDisk() throws Exception {
        start(STORED);
        send(0, 200);
        send(200, 500);
        down.set(false);
        await().until(() -> running.parts.arrived("a").size() >= 500);
        assertThat(running.parts.messages("a")).isEqualTo(messages(500));
        await().until(() -> running.dispatcher().ledger().difference() == 0);
    }

    @Test
    void whatWasPromisedSurvivesAKillOnTheDiskToo() throws Exception {
        start(STORED);
        for (int i = 0; i < 300; i += 10) {
            send(i, i + 10);
        }
        await().until(() -> metric("dispatcher_queue_spilled") > 200);
        takeOver();
        next.main(STORED).rules(Running.RULES_TO_A).start();
        await().until(() -> next.parts.arrived("a").stream()
                .map(event -> event.message())
                .collect(Collectors.toSet())
                .containsAll(messages(300)));
    }

    @Test
    void thePromiseMovesFromTheJournalToTheDisk() throws Exception {
        start(STORED);
        for (int i = 0; i < 300; i += 10) {
            send(i, i + 10);
        }
        await().until(() -> running.get("/metrics").body().contains("dispatcher_journal_events 2")
                && metric("dispatcher_queue_spilled") >= 270);
        down.set(false);
        await().until(() -> running.parts.arrived("a").size() == 300);
        assertThat(running.parts.messages("a")).isEqualTo(messages(300));
        await().until(() -> running.get("/metrics").body().contains("dispatcher_journal_events 0.0"));
    }

    @Test
    void aSinkThatIsTakenOutAndPutBackGoesOnWithWhatItHad() throws Exception {
        start(MAIN);
        send(0, 200);
        String without = SOON + "portals: {in: {type: gate}}\nsinks: {b: {type: probe}}\n";
        running.rules("rules: [{name: all, to: b}]").main(without);
        assertThat(running.reload().done()).isTrue();
        await().until(() -> running.dispatcher().ledger().difference() == 0
                && running.dispatcher().ledger().sink("a").balance().inFlight() == 0);
        down.set(false);
        running.rules(Running.RULES_TO_A).main(MAIN);
        await().until(() -> running.reload().done());
        await().until(() -> running.parts.arrived("a").size() >= 200);
        assertThat(running.parts.messages("a")).isEqualTo(messages(200));
        await().until(() -> running.dispatcher().ledger().difference() == 0);
    }

    @Test
    void anotherOverflowStillDeliversWhatLiesOnTheDisk() throws Exception {
        start(MAIN);
        send(0, 200);
        await().until(() -> metric("dispatcher_queue_spilled") >= 150);
        running.main(MAIN.replace("overflow: spill", "overflow: drop-oldest"));
        assertThat(running.reload().done()).isTrue();
        down.set(false);
        await().until(() -> running.parts.arrived("a").size() >= 200);
        assertThat(running.parts.messages("a")).isEqualTo(messages(200));
    }

    @Test
    void beyondItsSizeTheNewestIsDroppedAndCounted() throws Exception {
        start(MAIN.replace("queue: 20", "queue: 20, spill-size: 1MiB"));
        String large = "x".repeat(20_000);
        for (int i = 0; i < 120; i++) {
            assertThat(running.post("/in", "{\"message\":\"" + i + "\",\"text\":\"" + large + "\"}")
                            .statusCode())
                    .isEqualTo(202);
        }
        await().until(() -> running.dispatcher().ledger().sink("a").balance().dropped() > 0);
        down.set(false);
        await().until(() -> running.dispatcher().ledger().difference() == 0
                && running.dispatcher().ledger().sink("a").balance().waiting() == 0);
        assertThat(running.parts.messages("a")).startsWith("0", "1", "2", "3");
    }
}
