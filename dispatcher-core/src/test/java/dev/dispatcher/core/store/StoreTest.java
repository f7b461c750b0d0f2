/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.api.testkit.TestPostgres;
import dev.dispatcher.core.store.StoreHealth.State;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir
    Path folder;

    @EachDatabase
    void tablesOfAPluginAreThereAndStay(TestDatabase database) throws Exception {
        try (Store store = Stores.of(database, folder)) {
            DataSource notes = store.lend(Stores.notes("store/notes.yaml"));
            Stores.execute(notes, "insert into notes_page (text) values ('kept')");
            assertThat(store.health().state()).isEqualTo(State.UP);
        }
        try (Store store = Stores.of(database, folder)) {
            DataSource notes = store.lend(Stores.notes("store/notes.yaml"));
            assertThat(Stores.first(notes, "select text from notes_page")).isEqualTo("kept");
        }
    }

    @EachDatabase
    void aLaterVersionOfAChangelogIsAppliedOnTop(TestDatabase database) throws Exception {
        try (Store store = Stores.of(database, folder)) {
            Stores.execute(
                    store.lend(Stores.notes("store/notes.yaml")), "insert into notes_page (text) values ('old')");
        }
        try (Store store = Stores.of(database, folder)) {
            DataSource notes = store.lend(Stores.notes("store/notes-more.xml"));
            Stores.execute(notes, "update notes_page set more = 'new'");
            assertThat(Stores.first(notes, "select text from notes_page where more = 'new'"))
                    .isEqualTo("old");
        }
    }

    @EachDatabase
    void twoWithOneChangelogShareItsTables(TestDatabase database) throws Exception {
        try (Store store = Stores.of(database, folder)) {
            MigratedDataSource one = store.lend(Stores.notes("store/notes.yaml"));
            DataSource other = store.lend(Stores.notes("store/notes.yaml"));
            Stores.execute(one, "insert into notes_page (text) values ('from one')");
            one.close();
            assertThat(Stores.first(other, "select text from notes_page")).isEqualTo("from one");
            assertThatThrownBy(one::getConnection).hasMessageContaining("closed");
        }
    }

    @EachDatabase
    void tablesAreMadeInTheBackgroundBeforeAnybodyAsks(TestDatabase database) throws Exception {
        try (Store store = Stores.of(database, folder);
                MigratedDataSource ignored = store.lend(Stores.notes("store/notes.yaml"))) {
            await().until(() -> {
                try (Connection connection = store.connection()) {
                    return connection
                            .createStatement()
                            .executeQuery("select count(*) from notes_page")
                            .next();
                } catch (SQLException e) {
                    return false;
                }
            });
        }
    }

    @EachDatabase
    void aNameWithoutThePrefixIsRefusedBeforeAnythingIsApplied(TestDatabase database) throws Exception {
        try (Store store = Stores.of(database, folder)) {
            DataSource notes = store.lend(Stores.notes("store/stranger.yaml"));
            assertThatThrownBy(notes::getConnection)
                    .hasMessage(
                            "the changelog store/stranger.yaml of notes may only name what begins with 'notes_', not"
                                    + " accounts, elsewhere, others");
            try (Connection connection = store.connection()) {
                assertThatThrownBy(() -> connection.createStatement().execute("select * from notes_page"))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @EachDatabase
    void aChangelogThatFailsSaysWhyAndLeavesTheStoreUp(TestDatabase database) throws Exception {
        try (Store store = Stores.of(database, folder)) {
            DataSource broken = store.lend(Stores.notes("store/broken.yaml"));
            assertThatThrownBy(broken::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("store/broken.yaml");
            DataSource notes = store.lend(Stores.notes("store/notes.yaml"));
            assertThat(Stores.first(notes, "select count(*) from notes_page")).isEqualTo("0");
            assertThat(store.health().state()).isEqualTo(State.UP);
        }
    }

    @Test
    void aChangelogThatIsNotThereIsSaidAtOnce() {
        try (Store store = new Store(StoreAddress.embedded(folder, 2), Clock.systemUTC())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.lend(Stores.notes("store/nothing.yaml")))
                    .withMessage("there is no changelog store/nothing.yaml among the resources of notes");
        }
    }

    @Test
    void withoutAStoreLendingFailsWithASentence() {
        try (Store store = new Store(StoreAddress.none(), Clock.systemUTC())) {
            store.start();
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.lend(Stores.notes("store/notes.yaml")))
                    .withMessage("notes keeps tables in the store, and the configuration says 'store: none': give it a"
                            + " store, or take notes out");
            assertThat(store.health().state()).isEqualTo(State.OFF);
        }
    }

    @Test
    void aPostgresThatComesLaterIsTakenAndTheTablesAreMadeThen() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            postgres.create("late");
            postgres.stop();
            try (Store store = new Store(address(postgres.url("late")), Clock.systemUTC())) {
                DataSource notes = store.lend(Stores.notes("store/notes.yaml"));
                await().until(() -> store.health().state() == State.DOWN);
                assertThatThrownBy(notes::getConnection)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("the store is not there: ");
                postgres.run();
                await().until(() -> store.health().state() == State.UP);
                assertThat(Stores.first(notes, "select count(*) from notes_page"))
                        .isEqualTo("0");
                assertThat(store.health().failures()).isEqualTo(1);
            }
        }
    }

    @Test
    void aPostgresThatWasRestartedIsUsedAgain() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            postgres.create("restarted");
            try (Store store = new Store(address(postgres.url("restarted")), Clock.systemUTC())) {
                DataSource notes = store.lend(Stores.notes("store/notes.yaml"));
                Stores.execute(notes, "insert into notes_page (text) values ('before')");
                postgres.stop();
                assertThatThrownBy(() -> Stores.first(notes, "select text from notes_page"))
                        .isInstanceOf(SQLException.class);
                await().until(() -> store.health().state() == State.DOWN);
                assertThat(store.health().reason()).isNotEmpty();
                postgres.run();
                await().until(() -> store.health().state() == State.UP);
                assertThat(Stores.first(notes, "select text from notes_page")).isEqualTo("before");
            }
        }
    }

    /** As when a firewall swallows what is sent. */
    @Test
    void aServerThatNeverAnswersHoldsUpNobodyForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Store store = new Store(
                        address("postgres://a:b@127.0.0.1:" + silent.getLocalPort()
                                + "/x?connect_timeout=1&socketTimeout=1"),
                        Clock.systemUTC())) {
            CompletableFuture<Object> asked = new CompletableFuture<>();
            store.start();
            DataSource notes = store.lend(Stores.notes("store/notes.yaml"));
            Thread asking = new Thread(() -> {
                try {
                    asked.complete(notes.getConnection());
                } catch (SQLException e) {
                    asked.complete(e);
                }
            });
            asking.start();
            await().until(asked::isDone);
            assertThat(asked.join()).isInstanceOf(SQLException.class);
            assertThat(store.health().reason()).doesNotContain("a:b");
        }
    }

    @Test
    void aMigrationThatWasKilledDoesNotLockOutTheNext() throws Exception {
        try (TestDatabase database = TestDatabase.postgres();
                Store first = Stores.of(database, folder)) {
            assertThat(Stores.first(first.lend(Stores.notes("store/notes.yaml")), "select count(*) from notes_page"))
                    .isEqualTo("0");
            database.execute(
                    "update notes_changelog_lock set locked = true, lockgranted = now(), lockedby = 'the dead'");
            try (Store second = Stores.of(database, folder)) {
                DataSource more = second.lend(Stores.notes("store/notes-more.xml"));
                assertThat(Stores.first(more, "select count(more) from notes_page"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void aPrefixIsTheTypeInPlainLetters() {
        assertThat(Changelog.prefix("my-Type.2")).isEqualTo("my_type_2_");
    }

    private static StoreAddress address(String url) {
        return StoreAddress.read(new Secret(url), Optional.empty(), Optional.empty());
    }
}
