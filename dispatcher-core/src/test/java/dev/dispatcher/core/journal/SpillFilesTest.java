/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import static dev.dispatcher.core.delivery.EventsForTest.deliveries;
import static dev.dispatcher.core.delivery.EventsForTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.queue.Attempt;
import dev.dispatcher.core.queue.Backlog.Held;
import dev.dispatcher.core.queue.Life;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFilesTest {

    @TempDir
    Path root;

    private final AtomicLong keys = new AtomicLong();

    private Path folder() {
        return root.resolve("sink");
    }

    private SpillFiles open() throws IOException {
        return SpillFiles.open("sink", folder(), 1 << 30, SpillFilesTest::read, keys::incrementAndGet);
    }

    private static Event read(byte[] json) {
        return event(new String(json, StandardCharsets.UTF_8).replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"));
    }

    private static List<String> ids(List<Held> held) {
        return held.stream().map(each -> each.delivery().event().id()).toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private static void settle(List<Held> held) {
        held.forEach(each ->
                each.promise().settled(0, Life.delivered(new Attempt(Instant.now(), Duration.ZERO, null))));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> !file.endsWith("lock")).sorted().toList();
        }
    }

    @Test
    void whatIsWrittenIsReadInOrderAsTheSameObjects() throws Exception {
        try (SpillFiles spill = open()) {
            var written = deliveries(0, 50);
            spill.write(written.subList(0, 20));
            spill.write(written.subList(20, 50));
            assertThat(spill.count()).isEqualTo(50);
            List<Held> first = spill.read(30);
            List<Held> rest = spill.read(1000);
            assertThat(ids(first)).isEqualTo(numbers(0, 30));
            assertThat(ids(rest)).isEqualTo(numbers(30, 50));
            assertThat(first.get(7).delivery()).isSameAs(written.get(7));
            assertThat(spill.count()).isZero();
            settle(first);
            assertThat(files()).isNotEmpty();
            settle(rest);
            assertThat(files()).isEmpty();
            assertThat(spill.bytes()).isZero();
        }
    }

    @Test
    void theNextProcessReadsWhatIsNotSettled() throws Exception {
        try (SpillFiles spill = open()) {
            spill.write(deliveries(0, 50));
            List<Held> read = spill.read(40);
            settle(read.subList(0, 25));
        }
        try (SpillFiles spill = open()) {
            assertThat(spill.count()).isEqualTo(25);
            assertThat(ids(spill.read(100))).isEqualTo(numbers(25, 50));
        }
    }

    @Test
    void whatComesFirstIsReadFirst() throws Exception {
        try (SpillFiles spill = open()) {
            spill.write(deliveries(10, 10));
            spill.writeFirst(deliveries(5, 5));
            spill.writeFirst(deliveries(0, 5));
            spill.write(deliveries(20, 1));
            assertThat(ids(spill.read(100))).isEqualTo(numbers(0, 21));
        }
        try (SpillFiles spill = open()) {
            assertThat(ids(spill.read(100))).isEqualTo(numbers(0, 21));
        }
    }

    @Test
    void afterAKillAtMostAHundredSettledOnesComeAgain() throws Exception {
        SpillFiles spill = open();
        spill.write(deliveries(0, 400));
        settle(spill.read(350));
        Path copy = root.resolve("copy");
        Files.createDirectories(copy);
        for (Path file : files()) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        spill.close();
        try (SpillFiles next = SpillFiles.open("sink", copy, 1 << 30, SpillFilesTest::read, keys::incrementAndGet)) {
            assertThat(ids(next.read(1000))).isEqualTo(numbers(300, 400));
        }
    }

    @Test
    void aDamagedFileLosesNoMoreThanItself() throws Exception {
        SpillFiles spill = open();
        spill.write(deliveries(0, 10));
        spill.writeFirst(deliveries(100, 10));
        Path first = files().get(0);
        try (FileChannel channel = FileChannel.open(first, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?'}), Files.size(first) - 5);
        }
        List<Held> read = new ArrayList<>(spill.read(100));
        assertThat(ids(read).subList(0, 9)).isEqualTo(numbers(100, 109));
        assertThat(ids(read)).endsWith("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(files()).anyMatch(file -> file.toString().endsWith(".damaged"));
        spill.close();
    }

    @Test
    void thereIsRoomUpToItsSize() throws Exception {
        try (SpillFiles spill = SpillFiles.open("sink", folder(), 2000, SpillFilesTest::read, keys::incrementAndGet)) {
            assertThat(spill.hasRoom()).isTrue();
            spill.write(deliveries(0, 20));
            assertThat(spill.hasRoom()).isFalse();
            settle(spill.read(20));
            assertThat(spill.hasRoom()).isTrue();
        }
    }
}
