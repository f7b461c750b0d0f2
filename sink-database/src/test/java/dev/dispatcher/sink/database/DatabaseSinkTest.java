/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.api.testkit.TestEvents;
import dev.dispatcher.api.testkit.TestPostgres;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatabaseSinkTest {

    private static Event event(String message) {
        return TestEvents.event(message);
    }

    private static void deliver(Tables tables, Event... events) throws Exception {
        try (Sink sink = new DatabaseFactory().create(tables.options(), new FakeContext())) {
            sink.deliver(List.of(events));
        }
    }

    private static DeliveryException refused(Tables tables, Event... events) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(tables, events));
    }

    @EachDatabase
    void typesAreKept(TestDatabase database) throws Exception {
        database.execute("create table notes (n bigint, d numeric(40, 5), f double precision, b boolean,"
                + " t timestamp with time zone, l timestamp, d8 date, s varchar, u uuid, bytes "
                + (database.kind() == TestDatabase.Kind.H2 ? "varbinary" : "bytea") + ")");
        Tables tables = Tables.in(database).column("n").column("d").column("f").column("b");
        tables.field("t", "timestamp").field("l", "timestamp").field("d8", "timestamp");
        tables.field("s", "n").column("u").field("bytes", "message");
        deliver(
                tables,
                event("x")
                        .with("n", 9007199254740993L)
                        .with("d", new BigDecimal("12345678901234567890.12345"))
                        .with("f", 0.5)
                        .with("b", true)
                        .with("u", "0E8400F4-2AAE-4E4A-8E2A-1F0B1F5A2C11"),
                event("y").with("timestamp", "2026-11-27T23:30:00.123456-02:00"));
        assertThat(Tables.rows(database, "select n, d, f, s, u from notes where n is not null"))
                .containsExactly("9007199254740993|12345678901234567890.12345|0.5|9007199254740993|"
                        + "0e8400f4-2aae-4e4a-8e2a-1f0b1f5a2c11");
        assertThat(Tables.rows(database, "select count(*) from notes where b and n + 1 = 9007199254740994"))
                .containsExactly("1");
        assertThat(Tables.rows(
                        database,
                        "select l, d8 from notes where t = timestamp with time zone '2026-11-28 01:30:00.123456+00'"))
                .containsExactly("2026-11-28 01:30:00.123456|2026-11-28");
    }

    @EachDatabase
    void textsBecomeWhatTheColumnIs(TestDatabase database) throws Exception {
        database.execute("create table notes (n int, b boolean, t timestamp with time zone)");
        Tables tables = Tables.in(database).column("n").column("b").column("t");
        deliver(
                tables,
                event("x").with("n", "42").with("b", "yes").with("t", "2026-11-27 10:00:00"),
                event("y").with("n", new BigDecimal("7.0")).with("b", 0).with("t", "2026-11-27"),
                event("z").with("n", null));
        assertThat(Tables.rows(database, "select n from notes where b order by n"))
                .containsExactly("42");
        assertThat(Tables.rows(database, "select n from notes where not b")).containsExactly("7");
        assertThat(Tables.rows(database, "select count(*) from notes where n is null and b is null"))
                .containsExactly("1");
        assertThat(Tables.rows(
                        database, "select n from notes where t = timestamp with time zone '2026-11-27 10:00:00+00'"))
                .containsExactly("42");
    }

    @EachDatabase
    void whatAColumnCannotTakeConcernsThatEventOnly(TestDatabase database) throws Exception {
        database.execute("create table notes (n int, b boolean, message varchar(8))");
        Tables tables = Tables.in(database).column("n").column("b").column("message");
        Event half = event("half").with("n", 7.5);
        Event word = event("word").with("n", "many");
        Event maybe = event("maybe").with("b", "maybe");
        Event big = event("big").with("n", new BigInteger("99999999999999999999"));
        Event huge = event("huge").with("n", new BigDecimal("1e999999999"));
        Event longer = event("longer than eight");
        DeliveryException failure = refused(tables, half, event("one"), word, maybe, big, huge, longer, event("two"));
        List<DeliveryException> all = new ArrayList<>(failure.others());
        all.add(failure);
        assertThat(all).noneMatch(DeliveryException::retryable);
        assertThat(all.stream().flatMap(each -> each.events().stream()))
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactlyInAnyOrder(half, word, maybe, big, huge, longer);
        assertThat(all).anySatisfy(each -> assertThat(each).hasMessage("the column n takes integer, not 'many'"));
        assertThat(Tables.rows(database, "select message from notes order by message"))
                .containsExactly("one", "two");
    }

    @EachDatabase
    void aConstraintGivesUpThatRowOnly(TestDatabase database) throws Exception {
        database.execute(
                "create table notes (id varchar primary key, message varchar not null, lag int check (lag > 0))");
        Tables tables = Tables.in(database).column("id").column("message").column("lag");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(event("event " + i).with("lag", i == 37 || i == 80 ? -1 : 1));
        }
        Event again = event("again").with("id", events.get(5).id());
        events.add(again);
        DeliveryException failure = refused(tables, events.toArray(new Event[0]));
        List<Event> failed = new ArrayList<>(failure.events());
        failure.others().forEach(other -> failed.addAll(other.events()));
        assertThat(failed)
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactlyInAnyOrder(events.get(37), events.get(80), again);
        assertThat(failure.retryable()).isFalse();
        assertThat(Tables.rows(database, "select count(*) from notes")).containsExactly("98");
    }

    @EachDatabase
    void aRowThatIsThereIsUpdatedByItsKey(TestDatabase database) throws Exception {
        database.execute("create table notes (app varchar, cluster varchar, message varchar, first varchar,"
                + " lag decimal(20, 2), raw " + (database.kind() == TestDatabase.Kind.H2 ? "json" : "jsonb")
                + ", at timestamp with time zone, ok boolean, primary key (app, cluster))");
        Tables tables = Tables.in(database).column("app").column("cluster").column("message");
        tables.kept("first").column("lag").column("raw", DatabaseOptions.As.EVENT);
        tables.field("at", "timestamp").column("ok").key("app", "cluster");
        Event first = event("one")
                .with("app", "a")
                .with("cluster", "c")
                .with("first", "1")
                .with("ok", true);
        deliver(tables, first, first.with("cluster", "d"), first.with("message", "same batch"));
        deliver(tables, first.with("message", "two").with("first", "2").with("lag", new BigDecimal("0.25")));
        assertThat(Tables.rows(database, "select cluster, message, first, lag from notes order by cluster"))
                .containsExactly("c|two|1|0.25", "d|one|1|1234.00");
    }

    @EachDatabase
    void aRowThatIsThereIsLeftAlone(TestDatabase database) throws Exception {
        database.execute("create table notes (id varchar primary key, message varchar)");
        Tables tables = Tables.in(database).column("id").column("message").key("id");
        tables.existing = DatabaseOptions.Existing.KEEP;
        Event first = event("first");
        deliver(tables, first, first.with("message", "second"));
        deliver(tables, first.with("message", "third"), event("other"));
        assertThat(Tables.rows(database, "select message from notes order by message"))
                .containsExactly("first", "other");
    }

    @EachDatabase
    void anEventWithoutItsKeyHasNoRow(TestDatabase database) throws Exception {
        database.execute("create table notes (app varchar primary key, message varchar)");
        Tables tables = Tables.in(database).column("app").column("message").key("app");
        assertThat(refused(tables, event("nameless"), event("named").with("app", "a")))
                .hasMessage("the column app of the key gets nothing");
        assertThat(Tables.rows(database, "select message from notes")).containsExactly("named");
    }

    @EachDatabase
    void aTableIsCreatedWhenTheOptionsSaySo(TestDatabase database) throws Exception {
        Tables tables = Tables.in(database).create().key("id");
        tables.column("id").column("message").column("lag", DatabaseOptions.As.INTEGER);
        tables.column("ratio", DatabaseOptions.As.NUMBER).column("mean", DatabaseOptions.As.DOUBLE);
        tables.column("ok", DatabaseOptions.As.BOOLEAN).column("timestamp", DatabaseOptions.As.TIMESTAMP);
        tables.column("raw", DatabaseOptions.As.EVENT).column("part", DatabaseOptions.As.JSON);
        Event event = event("new")
                .with("ratio", new BigDecimal("0.125"))
                .with("mean", 1e-7)
                .with("ok", false)
                .with("part", "a \"b\"");
        assertThat(refused(withoutCreate(tables), event)).hasMessageContaining("there is no table 'notes'");
        deliver(tables, event);
        deliver(tables, event.with("lag", 7));
        assertThat(Tables.rows(database, "select id, lag, ratio, mean, part from notes where not ok"))
                .containsExactly("id-new|7|0.125|1.0E-7|\"a \\\"b\\\"\""
                        .replace("1.0E-7", database.kind() == TestDatabase.Kind.H2 ? "1.0E-7" : "1e-07"));
        assertThat(Tables.rows(database, "select raw from notes").get(0))
                .contains("urn:test:kind")
                .contains("0.125");
    }

    private static Tables withoutCreate(Tables tables) {
        Tables other = Tables.at(tables.url, tables.user.orElseThrow());
        other.columns = tables.columns;
        other.key = tables.key;
        return other;
    }

    @EachDatabase
    void severalThatCreateTheTableAtOnceAllWrite(TestDatabase database) throws Exception {
        Tables tables =
                Tables.in(database).create().column("id").column("message").key("id");
        database.source();
        List<CompletableFuture<Void>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try {
                        deliver(tables, event("from " + i));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(Tables.rows(database, "select message from notes")).hasSize(6);
    }

    @EachDatabase
    void severalThatWriteTheSameKeyAllSucceed(TestDatabase database) throws Exception {
        database.execute("create table notes (id varchar primary key, message varchar)");
        Tables tables = Tables.in(database).column("id").column("message").key("id");
        try (Sink sink = new DatabaseFactory().create(tables.options(), new FakeContext())) {
            List<CompletableFuture<Void>> all = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        for (int k = 0; k < 25; k++) {
                            untilTaken(sink, event("number " + k).with("message", "by " + i));
                        }
                    }))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
        assertThat(Tables.rows(database, "select id from notes")).hasSize(25);
    }

    /** As the host does: what may help is tried again, and nothing else. */
    private static void untilTaken(Sink sink, Event event) {
        while (true) {
            try {
                sink.deliver(List.of(event));
                return;
            } catch (DeliveryException e) {
                if (!e.retryable()) {
                    throw new IllegalStateException(e);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @EachDatabase
    void namesAreNamesWhateverTheyHold(TestDatabase database) throws Exception {
        String evil = "x\"); drop table notes; --";
        String quoted = "\"" + evil.replace("\"", "\"\"") + "\"";
        database.execute(
                "create table notes (a int)",
                "create schema \"My Schema\"",
                "create table \"My Schema\"." + quoted + " (\"select\" varchar, " + quoted + " varchar)");
        Tables tables = Tables.in(database).field("select", "message").field(evil, "kind");
        tables.schema = Optional.of("My Schema");
        tables.table = evil;
        deliver(tables, event("'; drop table notes; --"));
        assertThat(Tables.rows(database, "select * from \"My Schema\"." + quoted))
                .containsExactly("'; drop table notes; --|urn:test:kind");
        assertThat(Tables.rows(database, "select count(*) from notes")).containsExactly("0");
    }

    @EachDatabase
    void capitalsOfATableThatWasCreatedWithoutQuotesDoNotMatter(TestDatabase database) throws Exception {
        database.execute("create table Notes (Message varchar)");
        deliver(Tables.in(database).column("message"), event("found"));
        Tables capitals = Tables.in(database).field("MESSAGE", "message");
        capitals.table = "NOTES";
        deliver(capitals, event("as well"));
        assertThat(Tables.rows(database, "select message from notes order by message"))
                .containsExactly("as well", "found");
    }

    @EachDatabase
    void aColumnThatIsNotThereIsSaidWithThoseThatAre(TestDatabase database) throws Exception {
        database.execute("create table notes (a int, b int)");
        DeliveryException failure = refused(Tables.in(database).column("a").column("c"), event("x"));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage().toLowerCase(java.util.Locale.ROOT))
                .contains("the table 'notes' has no column 'c'; it has [a, b]");
    }

    @EachDatabase
    void aTableThatChangedIsLookedAtAgain(TestDatabase database) throws Exception {
        database.execute("create table notes (message varchar, n int)");
        Tables tables = Tables.in(database).column("message").column("n");
        try (Sink sink = new DatabaseFactory().create(tables.options(), new FakeContext())) {
            sink.deliver(List.of(event("one").with("n", 1)));
            database.execute("drop table notes", "create table notes (n varchar, \"MESSAGE\" varchar)");
            sink.deliver(List.of(event("two").with("n", "two")));
        }
        assertThat(Tables.rows(database, "select n from notes")).containsExactly("two");
    }

    @EachDatabase
    void aTemplateFillsAColumnOfAnyType(TestDatabase database) throws Exception {
        database.execute("create table notes (s varchar, n int, j json, e int)");
        Tables tables = Tables.in(database)
                .template("s", "{{ host }} is {{ lag }} behind")
                .template("n", "{{ lag }}")
                .template("j", "{\"m\": \"{{ message }}\"}")
                .template("e", "{{ missing }}");
        deliver(tables, event("say \"so\""));
        assertThat(Tables.rows(database, "select s, n, j, e from notes"))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.replace(" \"say", "\"say"))
                        .isEqualTo("web-1 is 1234 behind|1234|{\"m\":\"say \\\"so\\\"\"}|null"));
    }

    @Test
    void whoIsNotLetInIsAskedToChangeTheCredentials() throws Exception {
        try (TestDatabase database = TestDatabase.h2()) {
            database.execute("create table notes (message varchar)");
            Tables tables = Tables.in(database).column("message");
            tables.within = java.time.Duration.ofMillis(500);
            tables.password = Optional.of(new Secret("wrong-one"));
            DeliveryException failure = refused(tables, event("x"));
            assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.AUTH);
            assertThat(failure.getMessage()).doesNotContain("wrong-one");
        }
        try (TestDatabase database = TestDatabase.postgres()) {
            database.execute(
                    "create table notes (message varchar)", "create role reader_" + System.nanoTime() + " login");
            Tables tables = Tables.in(database).column("message");
            tables.within = java.time.Duration.ofMillis(500);
            tables.user = Optional.of("stranger");
            assertThat(refused(tables, event("x")).reason()).isEqualTo(DeliveryException.Reason.AUTH);
        }
    }

    @Test
    void whoMayNotWriteThereIsAskedToChangeTheCredentials() throws Exception {
        try (TestDatabase database = TestDatabase.postgres()) {
            String role = "reader_" + System.nanoTime();
            database.execute(
                    "create table notes (message varchar)",
                    "create role " + role + " login",
                    "grant select on notes to " + role);
            Tables tables = Tables.in(database).column("message");
            tables.user = Optional.of(role);
            DeliveryException failure = refused(tables, event("x"));
            assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.AUTH);
            assertThat(failure).hasMessageContaining("permission denied for table notes");
            database.execute("grant insert on notes to " + role, "revoke select on notes from " + role);
            deliver(tables, event("x"));
            database.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void aServerThatComesBackTakesWhatWaited() throws Exception {
        try (TestPostgres server = TestPostgres.start()) {
            server.create("mine");
            Tables tables = Tables.at(server.url("mine"), "");
            tables.user = Optional.empty();
            tables.create().column("message").within = java.time.Duration.ofSeconds(1);
            try (Sink sink = new DatabaseFactory().create(tables.options(), new FakeContext())) {
                sink.deliver(List.of(event("one")));
                server.stop();
                assertThat(refused(sink, event("two")).retryable()).isTrue();
                assertThat(refused(sink, event("two")).reason()).isEqualTo(DeliveryException.Reason.CONNECTION);
                server.run();
                await().ignoreExceptions().untilAsserted(() -> sink.deliver(List.of(event("two"))));
                server.endSessions("mine");
                await().ignoreExceptions().untilAsserted(() -> sink.deliver(List.of(event("three"))));
            }
            try (Connection connection = server.source("mine").getConnection();
                    var rows = connection.createStatement().executeQuery("select count(distinct message) from notes")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
        }
    }

    private static DeliveryException refused(Sink sink, Event event) {
        return catchThrowableOfType(DeliveryException.class, () -> sink.deliver(List.of(event)));
    }

    @EachDatabase
    void aLockedTableEndsWithTheInterruptAndNothingIsWritten(TestDatabase database) throws Exception {
        database.execute("create table notes (id varchar primary key, message varchar)");
        Tables tables = Tables.in(database).column("id").column("message").key("id");
        Event event = event("waits");
        try (Sink sink = new DatabaseFactory().create(tables.options(), new FakeContext());
                Connection other = database.connect()) {
            deliver(tables, event);
            other.setAutoCommit(false);
            other.createStatement().execute("update notes set message = 'locked'");
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread thread = new Thread(() -> ended.complete(org.assertj.core.api.Assertions.catchThrowable(
                    () -> sink.deliver(List.of(event.with("message", "too late"))))));
            thread.start();
            await().until(() -> thread.getState() == Thread.State.WAITING);
            thread.interrupt();
            assertThat(ended.get(10, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            other.rollback();
            assertThat(Tables.rows(database, "select message from notes")).containsExactly("waits");
        }
    }
}
