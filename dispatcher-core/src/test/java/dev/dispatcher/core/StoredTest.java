/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTest {

    private static final String SOON = "shutdown: {drain: 100ms}\n";
    private static final String STORED = SOON + "portals: {in: {type: gate, intake: {acknowledge: stored}}}\n";
    private static final String DELIVERED =
            SOON + "portals: {in: {type: gate, intake: {acknowledge: delivered, acknowledge-within: %s}}}\n";

    @TempDir
    Path root;

    private Running running;
    private Running next;

    @BeforeEach
    void set() throws IOException {
        running = new Running(Files.createDirectories(root.resolve("one")));
        next = new Running(Files.createDirectories(root.resolve("two")));
    }

    @AfterEach
    void end() {
        running.close();
        next.close();
    }

    private static void down(Running at, String sink) {
        at.parts.behaviours.put(sink, batch -> {
            throw DeliveryException.retryable("down");
        });
    }

    /** The next process with the files as a kill at this moment would leave them. */
    private void takeOver(String main, String rules) throws Exception {
        copyJournal();
        next.main(main).rules(rules).start();
    }

    private void copyJournal() throws IOException {
        Path from = running.data.resolve("journal");
        Path to = Files.createDirectories(next.data.resolve("journal"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void whatWasAnsweredIsDeliveredByTheNextProcessWithTheSameId() throws Exception {
        String sinks = "sinks: {a: {type: probe}, b: {type: probe}}";
        String rules = "rules: [{name: all, to: [a]}, {name: changed, set: {more: 1}, to: [b]}]";
        down(running, "a");
        running.main(STORED + sinks).rules(rules).start();
        for (int i = 0; i < 5; i++) {
            assertThat(running.post("/in", "{\"message\":\"m" + i + "\",\"id\":\"id" + i + "\"}")
                            .statusCode())
                    .isEqualTo(202);
        }
        await().until(() -> running.parts.arrived("b").size() == 5);
        // what b took is noted a moment later
        await().until(() -> {
            copyJournalAnew();
            return settledByB();
        });
        next.main(STORED + sinks).rules(rules).start();
        await().until(() -> next.parts.arrived("a").size() == 5);
        assertThat(next.parts.messages("a")).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(next.parts.arrived("a"))
                .extracting(event -> event.id())
                .containsExactly("id0", "id1", "id2", "id3", "id4");
        assertThat(next.parts.arrived("b")).isEmpty();
        assertThat(next.dispatcher().ledger().difference()).isZero();
        assertThat(next.get("/api/events/id3").body()).contains("\"finished\"");
        assertThat(next.get("/metrics").body()).contains("dispatcher_journal_recovered_total 5.0");
    }

    private void copyJournalAnew() throws IOException {
        Path to = next.data.resolve("journal");
        if (Files.isDirectory(to)) {
            try (Stream<Path> files = Files.list(to)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        copyJournal();
    }

    private boolean settledByB() throws IOException {
        try (Running look = new Running(Files.createTempDirectory(root, "look"))) {
            Path to = Files.createDirectories(look.data.resolve("journal"));
            try (Stream<Path> files = Files.list(next.data.resolve("journal"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
            look.main("sinks: {a: {type: probe}, b: {type: probe}}")
                    .rules("rules: []")
                    .start();
            return look.dispatcher().ledger().sink("b").balance().made() == 0;
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anOrderlyEndLeavesWhatIsNotDeliveredToTheNextStart() throws Exception {
        String main = STORED + "sinks: {a: {type: probe}}";
        down(running, "a");
        running.main(main).rules(Running.RULES_TO_A).start();
        running.event("later");
        running.dispatcher().close();
        assertThat(running.dispatcher().ledger().sink("a").balance().dead()).isZero();
        takeOver(main, Running.RULES_TO_A);
        await().until(() -> next.parts.messages("a").equals(List.of("later")));
        next.dispatcher().close();
        try (Stream<Path> files = Files.list(next.data.resolve("journal"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lock");
        }
    }

    @Test
    void whatIsForASinkThatIsGoneBecomesADeadLetter() throws Exception {
        down(running, "a");
        running.main(STORED + "sinks: {a: {type: probe}}")
                .rules(Running.RULES_TO_A)
                .start();
        running.event("orphan");
        takeOver(STORED + "sinks: {b: {type: probe}}", "rules: [{name: all, to: b}]");
        assertThat(next.get("/api/dead-letters").body()).contains("orphan").contains("\"removed\"");
        assertThat(next.dispatcher().ledger().difference()).isZero();
    }

    @Test
    void afterAStartWithoutAStoringPortalWhatIsThereIsStillDelivered() throws Exception {
        down(running, "a");
        running.main(STORED + "sinks: {a: {type: probe}}")
                .rules(Running.RULES_TO_A)
                .start();
        running.event("left");
        takeOver(SOON + "portals: {in: {type: gate}}\nsinks: {a: {type: probe}}", Running.RULES_TO_A);
        await().until(() -> next.parts.messages("a").equals(List.of("left")));
    }

    @Test
    void promisesAreNeverDroppedForRoomAndASenderIsRefusedInstead() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> go.await());
        running.main(SOON
                        + "portals: {in: {type: gate, intake: {acknowledge: stored}}, fast: {type: gate, path: /fast}}\n"
                        + "sinks: {a: {type: probe, delivery: {queue: 3, batch: 1}}}")
                .rules(Running.RULES_TO_A)
                .start();
        int taken = 0;
        while (running.event("m" + taken) == 202) {
            taken++;
        }
        assertThat(taken).isBetween(3, 4);
        assertThat(running.post("/fast", "{\"message\":\"best effort\"}").statusCode())
                .isEqualTo(202);
        go.countDown();
        int all = taken;
        await().until(() -> running.parts.arrived("a").size() == all);
        assertThat(running.parts.messages("a")).doesNotContain("best effort");
        await().until(() -> running.dispatcher().ledger().difference() == 0);
    }

    @Test
    void aJournalThatCannotBeOpenedRefusesTheStart() throws Exception {
        Files.createDirectories(running.data);
        Files.writeString(running.data.resolve("journal"), "a file");
        running.main(STORED + "sinks: {a: {type: probe}}").rules(Running.RULES_TO_A);
        assertThatThrownBy(running::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("journal")
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void aPortalMayBeginToStoreWithAReload() throws Exception {
        String sinks = "sinks: {a: {type: probe}}";
        down(running, "a");
        running.main(SOON + "portals: {in: {type: gate}}\n" + sinks)
                .rules(Running.RULES_TO_A)
                .start();
        running.event("before");
        assertThat(running.main(STORED + sinks).reload().done()).isTrue();
        running.event("after");
        takeOver(STORED + sinks, Running.RULES_TO_A);
        await().until(() -> next.parts.messages("a").equals(List.of("after")));
    }

    @Test
    void deliveredAnswersWhenEverySinkHasIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        running.parts.behaviours.put("b", batch -> go.await());
        running.main(String.format(DELIVERED, "30s") + "sinks: {a: {type: probe}, b: {type: probe}}")
                .rules("rules: [{name: all, to: [a, b]}]")
                .start();
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return running.event("slow");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> running.parts.arrived("a").size() == 1);
        assertThat(answer).isNotDone();
        go.countDown();
        assertThat(answer.join()).isEqualTo(202);
        assertThat(running.parts.messages("b")).containsExactly("slow");
    }

    @Test
    void deliveredTellsASenderThatASinkDidNotTakeIt() throws Exception {
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent("not wanted");
        });
        running.main(String.format(DELIVERED, "30s") + "sinks: {a: {type: probe}}")
                .rules(Running.RULES_TO_A)
                .start();
        var refused = running.post("/in", "{\"message\":\"unwanted\"}");
        assertThat(refused.statusCode()).isNotEqualTo(202);
        assertThat(refused.body()).contains("not wanted");
        assertThat(running.dispatcher().ledger().difference()).isZero();
    }

    @Test
    void deliveredDoesNotWaitForEver() throws Exception {
        down(running, "a");
        running.main(String.format(DELIVERED, "100ms") + "sinks: {a: {type: probe}}")
                .rules(Running.RULES_TO_A)
                .start();
        var late = running.post("/in", "{\"message\":\"late\"}");
        assertThat(late.statusCode()).isNotEqualTo(202);
        assertThat(late.body()).contains("not all delivered within 100 ms");
    }
}
