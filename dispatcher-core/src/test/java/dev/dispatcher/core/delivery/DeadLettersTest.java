/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static dev.dispatcher.core.delivery.EventsForTest.delivery;
import static dev.dispatcher.core.delivery.EventsForTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private final MemoryDeadLetters memory = new MemoryDeadLetters(3, 100_000);

    private static DeadLetter letter(String sink, String id) {
        Delivery delivery = delivery(event(id), NOON);
        delivery.attempted(NOON);
        delivery.failed(new Failure(Reason.SERVER, "first", NOON.plusSeconds(1)));
        delivery.attempted(NOON);
        delivery.failed(new Failure(Reason.REJECTED, "no\nsuch \"channel\"", NOON.plusSeconds(2)));
        return DeadLetter.of(sink, delivery, GaveUp.REJECTED, NOON.plusSeconds(3));
    }

    private static List<String> ids(List<DeadLetter> letters) {
        return letters.stream().map(letter -> letter.event().id()).toList();
    }

    @Test
    void theNewestAreKeptAndListedFirst() {
        for (int i = 0; i < 5; i++) {
            memory.add(letter(i % 2 == 0 ? "even" : "odd", String.valueOf(i)));
        }
        assertThat(ids(memory.list(null, 10))).containsExactly("4", "3", "2");
        assertThat(ids(memory.list("even", 10))).containsExactly("4", "2");
        assertThat(ids(memory.list(null, 1))).containsExactly("4");
        assertThat(memory.forgotten()).isEqualTo(2);
    }

    @Test
    void bytesAreABoundToo() {
        int one = event("1").json().length;
        MemoryDeadLetters small = new MemoryDeadLetters(100, 2L * one);
        for (int i = 0; i < 5; i++) {
            small.add(letter("s", String.valueOf(i)));
        }
        assertThat(small.size()).isEqualTo(2);
        small.purge(null);
        small.add(letter("s", "9"));
        small.add(letter("s", "8"));
        assertThat(small.size()).as("what was taken out makes room").isEqualTo(2);
    }

    @Test
    void theOldestAreTakenInOrderToBeTriedAgain() {
        memory.add(letter("a", "1"));
        memory.add(letter("b", "2"));
        memory.add(letter("a", "3"));
        List<DeadLetter> taken = memory.take("a", 10);
        assertThat(ids(taken)).containsExactly("1", "3");
        assertThat(ids(memory.list(null, 10))).containsExactly("2");
        Delivery again = taken.get(0).again(NOON.plusSeconds(9));
        assertThat(again.attempts()).isZero();
        assertThat(again.queuedAt()).isEqualTo(NOON.plusSeconds(9));
        assertThat(again.event()).isSameAs(taken.get(0).event());
        assertThat(memory.purge("b")).isEqualTo(1);
        assertThat(memory.size()).isZero();
    }

    @Test
    void aLineOfTheFileSaysEverything() throws Exception {
        Path file = folder.resolve("new/dead.ndjson");
        try (FileDeadLetters letters = new FileDeadLetters(memory, file, 1 << 20, 3)) {
            letters.add(letter("s", "1"));
            letters.add(letter("s", "2"));
            assertThat(letters.list("s", 9)).hasSize(2);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        Map<?, ?> line = (Map<?, ?>) new JacksonJson().read(lines.get(0).getBytes(StandardCharsets.UTF_8));
        assertThat(line.get("sink")).isEqualTo("s");
        assertThat(line.get("rule")).isEqualTo("a rule");
        assertThat(line.get("portal")).isEqualTo("front-door");
        assertThat(line.get("reason")).isEqualTo("rejected");
        assertThat(line.get("failure")).isEqualTo("rejected");
        assertThat(line.get("message")).isEqualTo("no such \"channel\"");
        assertThat(line.get("attempts")).isEqualTo(2L);
        assertThat(line.get("first_failure")).isEqualTo("2026-11-20T12:00:01Z");
        assertThat(line.get("last_failure")).isEqualTo("2026-11-20T12:00:02Z");
        assertThat(line.get("at")).isEqualTo("2026-11-20T12:00:03Z");
        assertThat(line.get("event")).isEqualTo(event("1").fields());
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theFileRotatesAndSoManyAreKept() throws Exception {
        Path file = folder.resolve("dead.ndjson");
        int line = DeadLetterJson.line(letter("s", "1")).length;
        try (FileDeadLetters letters = new FileDeadLetters(memory, file, 2L * line, 3)) {
            for (int i = 0; i < 9; i++) {
                letters.add(letter("s", String.valueOf(i)));
            }
        }
        assertThat(Files.readString(file)).contains("message of 8");
        assertThat(Files.readAllLines(folder.resolve("dead.ndjson.1"))).hasSize(2);
        assertThat(Files.readString(folder.resolve("dead.ndjson.2"))).contains("message of 4", "message of 5");
        assertThat(folder.resolve("dead.ndjson.3")).doesNotExist();
    }

    @Test
    void oneFileStartsAnew() throws Exception {
        Path file = folder.resolve("dead.ndjson");
        try (FileDeadLetters letters = new FileDeadLetters(memory, file, 1, 1)) {
            letters.add(letter("s", "1"));
            letters.add(letter("s", "2"));
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(Files.readString(file)).contains("message of 2");
    }

    @Test
    void aFileFromBeforeIsContinued() throws Exception {
        Path file = folder.resolve("dead.ndjson");
        for (String id : List.of("1", "2")) {
            try (FileDeadLetters letters = new FileDeadLetters(memory, file, 1 << 20, 2)) {
                letters.add(letter("s", id));
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenStaysInMemoryAndIsCounted() throws Exception {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        Path file = notAFolder.resolve("dead.ndjson");
        try (FileDeadLetters letters = new FileDeadLetters(memory, file, 1 << 20, 2)) {
            letters.add(letter("s", "1"));
            letters.add(letter("s", "2"));
            assertThat(letters.unwritten()).isEqualTo(2);
            assertThat(letters.size()).isEqualTo(2);
            Files.delete(notAFolder);
            letters.add(letter("s", "3"));
            assertThat(letters.unwritten()).isEqualTo(2);
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void aFullDiskIsCountedAndSpoilsNothing() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
        try (FileDeadLetters letters = new FileDeadLetters(memory, full, 1 << 20, 2)) {
            letters.add(letter("s", "1"));
            assertThat(letters.unwritten()).isEqualTo(1);
            assertThat(letters.size()).isEqualTo(1);
        }
    }
}
