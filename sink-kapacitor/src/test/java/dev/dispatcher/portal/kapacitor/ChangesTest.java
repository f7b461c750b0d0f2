/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.portal.kapacitor.FakeKapacitor.Fault;
import dev.dispatcher.portal.kapacitor.store.Row;
import dev.dispatcher.portal.kapacitor.task.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store and Kapacitor change together or not at all. */
class ChangesTest {

    private static final String TASKS = "/kapacitor/v1/tasks";
    private static final String CHANGE = "{\"app\":\"shop\",\"slack\":\"@carol\"}";

    @ParameterizedTest
    @CsvSource({"BROKEN,502", "CUT,504", "DONE_AND_CUT,504", "GARBAGE,502", "REFUSED,502"})
    void aTaskThatCannotBeMadeLeavesNothingBehind(Fault fault, int status) throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.kapacitor.fail("POST", TASKS, fault);
            Api.Answered answer = api.post(Kind.ERRORS, "shop");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).startsWith("{\"error\":\"Kapacitor");
            assertThat(api.kapacitor.ids()).isEmpty();
            assertThat(api.tasks.rows()).isEmpty();
            assertThat(api.get("/task/5xx/shop").status()).isEqualTo(404);
            assertThat(api.post(Kind.ERRORS, "shop").status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @CsvSource({"BROKEN,502", "CUT,504", "DONE_AND_CUT,504", "GARBAGE,502", "REFUSED,502"})
    void aTaskThatCannotBeChangedStaysAsItWas(Fault fault, int status) throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.post(Kind.ERRORS, "shop");
            String before = api.get("/task/5xx/shop").body();
            String script = api.kapacitor.task("shop-5xx").running;
            api.kapacitor.fail("PATCH", TASKS, fault);
            assertThat(api.call("PATCH", "/task/5xx", CHANGE).status()).isEqualTo(status);
            assertThat(api.get("/task/5xx/shop").body()).isEqualTo(before);
            assertThat(api.kapacitor.task("shop-5xx").running).isEqualTo(script);
        }
    }

    @ParameterizedTest
    @CsvSource({"BROKEN", "CUT", "DONE_AND_CUT"})
    void aTaskThatCannotBeRemovedStays(Fault fault) throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.post(Kind.ERRORS, "shop");
            api.kapacitor.fail("DELETE", TASKS, fault);
            assertThat(api.call("DELETE", "/task/5xx/shop", "").status()).isIn(502, 504);
            assertThat(api.get("/task/5xx/shop").status()).isEqualTo(200);
            assertThat(api.kapacitor.task("shop-5xx").running).isNotEmpty();
        }
    }

    @Test
    void aChangeThatCannotBeTakenBackAtOnceIsTakenBackLater() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database, Duration.ofSeconds(1))) {
            api.post(Kind.ERRORS, "shop");
            String script = api.kapacitor.task("shop-5xx").running;
            api.kapacitor.fail("PATCH", TASKS, Fault.DONE_AND_CUT);
            api.kapacitor.fail("GET", TASKS + "/", Fault.BROKEN);
            assertThat(api.call("PATCH", "/task/5xx", CHANGE).status()).isEqualTo(504);
            assertThat(api.get("/task/5xx/shop").body()).contains("#ops-alerts");
            await().until(() -> script.equals(api.kapacitor.task("shop-5xx").running));
            await().until(() -> api.tasks.row("shop-5xx").orElseThrow().until().isEmpty());
        }
    }

    @EachDatabase
    void whatWasBegunBeforeAKillIsTakenBackAtTheNextStart(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database, Duration.ofSeconds(1))) {
            api.post(Kind.ERRORS, "changed");
            Instant over = api.context.clock().instant().minusSeconds(1);
            Row row = api.tasks.row("changed-5xx").orElseThrow();
            String script = api.kapacitor.task("changed-5xx").script;
            api.kapacitor.put("changed-5xx", "batch |query('half done')", java.util.Map.of());
            api.tasks.claim(row, over);
            api.tasks.announce(Sample.task(Kind.CRASHED, "new"), over);
            api.kapacitor.put(
                    "new-crash",
                    "batch |query('x')",
                    java.util.Map.of("madeby", java.util.Map.of("type", "string", "value", "dispatcher")));
            await().until(() -> api.kapacitor.task("new-crash") == null);
            await().until(() -> script.equals(api.kapacitor.task("changed-5xx").running));
            await().untilAsserted(() ->
                    assertThat(api.tasks.rows()).extracting(Row::id).containsExactly("changed-5xx"));
        }
    }

    @Test
    void aTaskOfSomebodyElseInKapacitorIsNotOverwritten() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.kapacitor.put("shop-5xx", "batch |query('theirs')", java.util.Map.of());
            assertThat(api.post(Kind.ERRORS, "shop").status()).isEqualTo(409);
            assertThat(api.kapacitor.task("shop-5xx").script).contains("theirs");
            assertThat(api.tasks.rows()).isEmpty();
        }
    }

    @Test
    void aRestartOfKapacitorWithoutItsTasksBringsThemBack() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database, Duration.ofSeconds(1))) {
            for (Kind kind : Kind.values()) {
                api.post(kind, "shop");
            }
            List<String> ids = api.kapacitor.ids();
            ids.forEach(api.kapacitor::remove);
            await().until(() -> api.kapacitor.ids().equals(ids));
        }
    }

    @Test
    void aTaskThatIsAsItShouldBeIsNotTouched() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database, Duration.ofSeconds(1))) {
            api.post(Kind.ERRORS, "shop");
            int before = api.kapacitor.calls().size();
            await().until(() -> api.kapacitor.calls().size() > before + 2);
            assertThat(api.kapacitor.task("shop-5xx").starts).isEqualTo(1);
            assertThat(api.context.count("repaired")).isZero();
        }
    }

    @EachDatabase
    void ofTwoChangesAtOnceNeitherIsLost(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            api.post(Kind.ERRORS, "shop");
            List<Callable<Integer>> changes = new ArrayList<>();
            for (String field :
                    List.of("slack\":\"@dave", "email\":\"x@y.test", "post\":\"http://z.test/", "tolerance\":\"high")) {
                changes.add(() -> api.call("PATCH", "/task/5xx", "{\"app\":\"shop\",\"" + field + "\"}")
                        .status());
            }
            assertThat(together(changes)).containsOnly(201);
            assertThat(api.get("/task/5xx/shop").body())
                    .isEqualTo("{\"app\":\"shop\",\"tolerance\":\"high\",\"slack\":\"@dave\","
                            + "\"post\":\"http://z.test/\",\"email\":\"x@y.test\"}");
            assertThat(api.kapacitor.task("shop-5xx").running).contains("@dave", "x@y.test", "http://z.test/", "> 1.5");
        }
    }

    @EachDatabase
    void ofManyWhoMakeTheSameTaskOneDoes(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            List<Callable<Integer>> makers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                makers.add(() -> api.post(Kind.CRASHED, "shop").status());
            }
            List<Integer> statuses = together(makers);
            assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
            assertThat(api.kapacitor.ids()).containsExactly("shop-crash");
        }
    }

    @Test
    void whileKapacitorIsAwayNothingIsChangedAndEverythingIsShown() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database, Duration.ofSeconds(1))) {
            api.post(Kind.ERRORS, "shop");
            api.kapacitor.stop();
            assertThat(api.get("/task/5xx/shop").status()).isEqualTo(200);
            assertThat(api.post(Kind.CRASHED, "shop").status()).isEqualTo(504);
            assertThat(api.get("/task/5xx/shop/state").status()).isEqualTo(504);
            assertThat(api.get("/task/crashed/shop").status()).isEqualTo(404);
            api.kapacitor.startAgain();
            await().until(() -> api.post(Kind.CRASHED, "shop").status() == 201);
        }
    }

    private static List<Integer> together(List<Callable<Integer>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
