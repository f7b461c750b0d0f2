/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.core.store.StoreHealth.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done when the embedded database's file is not what it was. */
class DamageTest {

    private static final String CHANGELOG = "store/notes.yaml";

    @TempDir
    Path folder;

    private Store open() {
        return new Store(StoreAddress.embedded(folder, 2), Clock.systemUTC());
    }

    private Path file() {
        return folder.resolve("store.mv.db");
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().matches("store\\.damaged-\\d{8}T\\d{6}Z\\.mv\\.db"))
                    .toList();
        }
    }

    private void fill() throws SQLException {
        try (Store store = open()) {
            DataSource notes = store.lend(Stores.notes(CHANGELOG));
            for (int i = 0; i < 300; i++) {
                Stores.execute(notes, "insert into notes_page (text) values ('" + "filler".repeat(20) + i + "')");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "cut short", "a head of zeros", "zeros all over", "a text", "one byte"})
    void aDamagedFileIsSetAsideAndANewStoreBegun(String damage) throws Exception {
        fill();
        byte[] good = Files.readAllBytes(file());
        byte[] bad = switch (damage) {
            case "garbage" -> {
                byte[] noise = new byte[good.length];
                new Random(1).nextBytes(noise);
                yield noise;
            }
            case "cut short" -> Arrays.copyOf(good, 8192 + 100);
            case "a head of zeros" -> {
                byte[] copy = good.clone();
                Arrays.fill(copy, 0, 8192, (byte) 0);
                yield copy;
            }
            case "zeros all over" -> new byte[good.length];
            case "a text" -> "this is no database".repeat(1000).getBytes(StandardCharsets.UTF_8);
            default -> new byte[] {42};
        };
        Files.write(file(), bad);
        try (Store store = open()) {
            DataSource notes = store.lend(Stores.notes(CHANGELOG));
            assertThat(Stores.first(notes, "select count(*) from notes_page")).isEqualTo("0");
            assertThat(store.health().state()).isEqualTo(State.UP);
            assertThat(store.health().setAside()).isEqualTo(1);
        }
        assertThat(setAside()).hasSize(1);
        // what opens as an empty database has got a new head by then
        assertThat(damage.equals("cut short")
                        || Arrays.equals(Files.readAllBytes(setAside().get(0)), bad))
                .isTrue();
    }

    @Test
    void whateverIsDamagedTheStoreComesUp() throws Exception {
        fill();
        byte[] good = Files.readAllBytes(file());
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
            for (int i = 0; i < bad.length / 64; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Files.write(file(), bad);
            try (Store store = open()) {
                DataSource notes = store.lend(Stores.notes(CHANGELOG));
                await().until(() -> works(notes));
            }
        }
    }

    private static boolean works(DataSource notes) {
        try {
            Stores.execute(notes, "insert into notes_page (text) values ('new')");
            return Long.parseLong(Stores.first(notes, "select count(text) from notes_page")) > 0;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void damageThatShowsLaterBeginsANewStoreWithTheTablesAgain() throws Exception {
        try (Store store = open()) {
            DataSource notes = store.lend(Stores.notes(CHANGELOG));
            Stores.execute(notes, "insert into notes_page (text) values ('lost')");
            store.failed(new SQLException("a page cannot be read", "XX001", 90030));
            await().until(() -> store.health().setAside() == 1 && store.health().state() == State.UP);
            assertThat(Stores.first(notes, "select count(*) from notes_page")).isEqualTo("0");
        }
        assertThat(setAside()).hasSize(1);
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsLeftAlone() throws Exception {
        fill();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                Store store = open()) {
            FileLock lock = channel.lock();
            DataSource notes = store.lend(Stores.notes(CHANGELOG));
            await().until(() -> store.health().state() == State.DOWN);
            assertThat(store.health().reason()).contains("already in use");
            lock.release();
            await().until(() -> store.health().state() == State.UP);
            assertThat(Stores.first(notes, "select count(*) from notes_page")).isEqualTo("300");
        }
        assertThat(setAside()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoDamage() throws Exception {
        Path blocked = Files.writeString(folder.resolve("no-folder"), "a file");
        try (Store store = new Store(StoreAddress.embedded(blocked, 2), Clock.systemUTC())) {
            DataSource notes = store.lend(Stores.notes(CHANGELOG));
            await().until(() -> store.health().state() == State.DOWN);
            assertThatThrownBy(notes::getConnection).isInstanceOf(SQLException.class);
            assertThat(store.health().setAside()).isZero();
        }
    }
}
