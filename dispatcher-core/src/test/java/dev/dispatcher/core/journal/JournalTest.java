/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import static dev.dispatcher.core.delivery.EventsForTest.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.metrics.JournalCounts;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Attempt;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Life;
import dev.dispatcher.core.trace.Trace;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final JournalOptions SMALL = new JournalOptions(
            Optional.empty(), JournalOptions.Survives.PROCESS, new ByteSize(64 << 10), new ByteSize(1 << 20));

    @TempDir
    Path root;

    private final JournalCounts counts = new JournalCounts();
    private final List<Journal> open = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (Journal journal : open) {
            journal.close();
        }
    }

    private Path folder() {
        return root.resolve("journal");
    }

    private Journal open(JournalOptions options, List<Recovered> found) throws IOException {
        Journal journal = Journal.open(folder(), options, counts, found::add);
        open.add(journal);
        return journal;
    }

    private Journal open(JournalOptions options) throws IOException {
        return open(options, new ArrayList<>());
    }

    /** As a killed process leaves it: what is in the files at this moment. */
    private List<Recovered> afterKill() throws IOException {
        Path copy = Files.createTempDirectory(root, "killed");
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        List<Recovered> found = new ArrayList<>();
        Journal.open(copy, JournalOptions.DEFAULTS, new JournalCounts(), found::add)
                .close();
        return found;
    }

    private static Kept entry(Journal journal, Event event, String... sinks) {
        Arrival arrival = new Arrival(
                event, "front-door", 1, Instant.parse("2026-11-20T00:00:00.123456789Z"), Trace.of(TRACE, "a=b"));
        Kept kept = journal.promise(sinks.length);
        Delivery[] copies = new Delivery[sinks.length];
        for (int i = 0; i < sinks.length; i++) {
            Event copy = i == 0 ? event : event.with("for", sinks[i]);
            copies[i] = new Delivery(copy, arrival, "rule " + i, arrival.at(), kept, i);
            copies[i].to(sinks[i]);
        }
        kept.of(arrival, copies);
        return kept;
    }

    private static Kept keep(Journal journal, String id, String... sinks) throws Exception {
        Kept kept = entry(journal, event(id), sinks);
        journal.append(List.of(kept)).get();
        return kept;
    }

    private static void settle(Kept kept, int copy) {
        kept.settled(copy, Life.delivered(new Attempt(Instant.now(), Duration.ZERO, null)));
    }

    private static List<String> ids(List<Recovered> found) {
        return found.stream()
                .map(each -> new String(each.event(), StandardCharsets.UTF_8))
                .map(json -> json.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatWasKeptIsThereAfterAKillWithAllThatWasKnownOfIt() throws Exception {
        Event event = event("1", "big", new BigInteger("12345678901234567890"), "grüße", "ß\u0000\"");
        try (Journal journal = open(JournalOptions.DEFAULTS)) {
            journal.append(List.of(entry(journal, event, "a", "b"))).get();
            List<Recovered> found = afterKill();
            assertThat(found).hasSize(1);
            Recovered one = found.get(0);
            assertThat(one.event()).isEqualTo(event.json());
            assertThat(one.portal()).isEqualTo("front-door");
            assertThat(one.at()).isEqualTo(Instant.parse("2026-11-20T00:00:00.123456789Z"));
            assertThat(one.trace()).isEqualTo(Trace.of(TRACE, "a=b"));
            assertThat(one.copies()).extracting(Recovered.Copy::sink).containsExactly("a", "b");
            assertThat(one.copies()).extracting(Recovered.Copy::rule).containsExactly("rule 0", "rule 1");
            assertThat(one.copies().get(0).event()).isNull();
            assertThat(one.copies().get(1).event())
                    .isEqualTo(event.with("for", "b").json());
        }
    }

    @Test
    void whatIsSettledIsNotDeliveredAgain() throws Exception {
        Journal journal = open(JournalOptions.DEFAULTS);
        Kept first = keep(journal, "1", "a", "b");
        Kept second = keep(journal, "2", "a");
        settle(first, 0);
        settle(second, 0);
        await().until(() -> ids(afterKill()).equals(List.of("1")));
        assertThat(afterKill().get(0).copies()).extracting(Recovered.Copy::sink).containsExactly("b");
        assertThat(journal.events()).isEqualTo(1);
        settle(first, 1);
        await().until(() -> afterKill().isEmpty());
        assertThat(journal.events()).isZero();
    }

    @Test
    void theNextProcessGoesOnWithThePromisesOfTheOneBefore() throws Exception {
        Journal before = open(JournalOptions.DEFAULTS);
        settle(keep(before, "1", "a", "b"), 1);
        keep(before, "2", "a");
        before.close();
        List<Recovered> found = new ArrayList<>();
        Journal after = open(JournalOptions.DEFAULTS, found);
        assertThat(ids(found)).containsExactly("1", "2");
        assertThat(counts.recovered.sum()).isEqualTo(2);
        assertThat(after.events()).isEqualTo(2);
        Kept third = keep(after, "3", "a");
        assertThat(third.number).isGreaterThan(found.get(1).promise().number);
        for (Recovered each : found) {
            each.copies().forEach(copy -> settle(each.promise(), copy.number()));
        }
        await().until(() -> ids(afterKill()).equals(List.of("3")));
        settle(third, 0);
        after.close();
        assertThat(files()).isEmpty();
        List<Recovered> none = new ArrayList<>();
        open(JournalOptions.DEFAULTS, none);
        assertThat(none).isEmpty();
    }

    @Test
    void halfARecordAtTheEndIsLeftOut() throws Exception {
        Journal journal = open(JournalOptions.DEFAULTS);
        keep(journal, "1", "a");
        keep(journal, "2", "a");
        journal.close();
        Path file = files().get(0);
        long whole = Files.size(file);
        for (int cut : new int[] {1, 7, 60}) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole - cut);
            }
            assertThat(ids(afterKill())).containsExactly("1");
        }
        Files.write(file, new byte[] {0, 0, 1, 0, 5, 5, 5, 5, 9}, StandardOpenOption.APPEND);
        assertThat(ids(afterKill())).containsExactly("1");
    }

    @Test
    void aDamagedFileIsSetAsideAndTheOthersAreRead() throws Exception {
        Journal journal = open(SMALL);
        String large = "x".repeat(40 << 10);
        for (int i = 0; i < 4; i++) {
            journal.append(List.of(entry(journal, event("e" + i, "text", large), "a")))
                    .get();
        }
        journal.close();
        assertThat(files()).hasSizeGreaterThan(2);
        try (FileChannel channel = FileChannel.open(files().get(1), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?'}), 1000);
        }
        List<Recovered> found = new ArrayList<>();
        open(SMALL, found);
        assertThat(ids(found)).containsExactly("e0", "e2", "e3");
        assertThat(counts.damaged.sum()).isEqualTo(1);
        try (Stream<Path> all = Files.list(folder())) {
            assertThat(all.map(Path::toString)).anyMatch(name -> name.endsWith(".damaged"));
        }
    }

    @Test
    void aFewOldEventsDoNotHoldUpManyFiles() throws Exception {
        Journal journal = open(SMALL);
        Kept old = keep(journal, "old", "a", "b");
        settle(old, 0);
        String large = "x".repeat(20 << 10);
        for (int i = 0; i < 200; i++) {
            Kept kept = entry(journal, event("e" + i, "text", large), "a");
            journal.append(List.of(kept)).get();
            settle(kept, 0);
        }
        await().until(() -> journal.bytes() < 512 << 10);
        assertThat(files()).hasSizeLessThan(10);
        List<Recovered> found = afterKill();
        assertThat(ids(found)).contains("old");
        assertThat(found.get(0).copies()).extracting(Recovered.Copy::sink).containsExactly("b");
        settle(old, 1);
        journal.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aFullJournalRefusesUntilDeliveriesAreSettled() throws Exception {
        Journal journal = open(SMALL);
        String large = "x".repeat(30 << 10);
        List<Kept> kept = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        Kept next = entry(journal, event("e" + i, "text", large), "a");
                        journal.append(List.of(next)).get();
                        kept.add(next);
                    }
                })
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("journal.size");
        assertThat(kept).hasSizeGreaterThan(20);
        kept.forEach(each -> settle(each, 0));
        await().until(() -> journal.bytes() < 512 << 10);
        keep(journal, "after", "a");
        assertThat(ids(afterKill())).contains("after");
    }

    @Test
    void manySendersShareACommit() throws Exception {
        Journal journal = open(JournalOptions.DEFAULTS);
        List<Thread> senders = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 16; i++) {
            String name = "s" + i;
            Thread sender = new Thread(() -> {
                try {
                    for (int j = 0; j < 50; j++) {
                        Kept kept = keep(journal, name + "-" + j, "a");
                        if (j % 2 == 0) {
                            settle(kept, 0);
                        }
                    }
                } catch (Exception e) {
                    failures.add(e);
                }
            });
            senders.add(sender);
            sender.start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(failures).isEmpty();
        assertThat(counts.committed.sum()).isEqualTo(800);
        await().until(() -> afterKill().size() == 400);
        assertThat(ids(afterKill())).allMatch(id -> Integer.parseInt(id.replaceAll(".*-", "")) % 2 == 1);
    }

    @Test
    void aFolderIsForOneDispatcherAndItsOwnerOnly() throws Exception {
        open(JournalOptions.DEFAULTS);
        assertThatThrownBy(() -> open(JournalOptions.DEFAULTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another dispatcher");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatCameToNothingIsForgottenAlsoWhenItIsWritten() throws Exception {
        Journal journal = open(JournalOptions.DEFAULTS);
        Kept kept = entry(journal, event("1"), "a", "b");
        var written = journal.append(List.of(kept));
        journal.forget(kept);
        written.get();
        await().until(() -> afterKill().isEmpty());
        assertThat(journal.events()).isZero();
    }

    @Test
    void aJournalThatCannotBeWrittenRefusesAndGoesOnByItself() throws Exception {
        Journal journal = open(SMALL);
        Kept before = keep(journal, "before", "a");
        Path away = root.resolve("away");
        Files.move(folder(), away);
        String large = "x".repeat(70 << 10);
        for (int i = 0; i < 5; i++) {
            Kept lost = entry(journal, event("lost" + i, "text", large), "a");
            assertThatThrownBy(() -> journal.append(List.of(lost)).get()).hasCauseInstanceOf(IOException.class);
        }
        assertThat(journal.up()).isFalse();
        assertThat(counts.failures.sum()).isGreaterThanOrEqualTo(5);
        settle(before, 0);
        Files.move(away, folder());
        Kept after = entry(journal, event("after", "text", large), "a");
        journal.append(List.of(after)).get();
        assertThat(journal.up()).isTrue();
        await().until(() -> ids(afterKill()).equals(List.of("after")));
        assertThat(journal.events()).isEqualTo(1);
    }

    @Test
    void aFileThatCouldNotBeWrittenIsNotLeftBehind() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        try (Folder folder = Folder.open(folder())) {
            Segments segments = new Segments(folder, lock);
            for (int i = 0; i < 3; i++) {
                Segment full = segments.writable(10, 100);
                full.close();
                assertThatThrownBy(() -> full.write(new byte[10], 10, false)).isInstanceOf(IOException.class);
                segments.failed(full);
                assertThat(files()).isEmpty();
            }
            Segment good = segments.writable(10, 100);
            good.write(new byte[10], 10, false);
            good.close();
            segments.failed(good);
            assertThat(files()).as("there is something in it").containsExactly(good.path);
        }
    }

    @Test
    void afterItsEndNothingIsPromised() throws Exception {
        Journal journal = open(JournalOptions.DEFAULTS);
        journal.close();
        assertThatThrownBy(() -> keep(journal, "1", "a")).hasMessageContaining("closed");
    }
}
