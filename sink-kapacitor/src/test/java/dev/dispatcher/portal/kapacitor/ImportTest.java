/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.portal.kapacitor.store.Row;
import dev.dispatcher.portal.kapacitor.task.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kapacitor-alerts-api left in a Kapacitor and in its database is taken over. */
class ImportTest {

    private static final String[] OLD_TABLES = {
        "create table memory_tasks (id text not null, app text not null, dynotype text not null, crit text not null,"
                + " warn text not null, wind text not null, every text not null, slack text, post text, email text)",
        "create table _5xx_tasks (app text not null, tolerance text not null, slack text, post text, email text)",
        "create table crashed_tasks (app text not null, slack text, post text, email text)",
        "create table released_tasks (app text not null, slack text, post text, email text)",
        "insert into _5xx_tasks values ('shop', 'medium', '#', 'http://hook.test/1', '')",
        "insert into crashed_tasks values ('shop', '#ops', null, 'a@b.test, c@d.test')",
        "insert into released_tasks values ('shop', '#', '', '')",
        "insert into memory_tasks values ('shop-sample.memory_total-my-worker', 'shop', 'my-worker', '500.5', '200.25',"
                + " '10m', '1m', '@carol', '', '')",
        "insert into memory_tasks values ('shop-sample.memory_total-web', 'shop', 'web', '200', '500', '10m', '1m', '#a', '', '')",
    };

    private static Map<String, Object> vars(String... pairs) {
        Map<String, Object> vars = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            boolean number = pairs[i].equals("crit") || pairs[i].equals("warn");
            Object value = number ? (Object) Long.valueOf(pairs[i + 1]) : pairs[i + 1];
            vars.put(pairs[i], Map.of("type", number ? "int" : "string", "value", value, "description", pairs[i]));
        }
        return vars;
    }

    private static String script(String more) {
        return "batch\n    |query('SELECT x')\n        .period(15m)\n        .every(2m)\n    |alert()\n" + more;
    }

    private static Api importing(TestDatabase database, String word) throws Exception {
        return new Api(database, Duration.ofSeconds(1), word);
    }

    @EachDatabase
    void theRowsOfTheOldDatabaseAreTakenAsTheyAreAndLeftThere(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            database.execute(OLD_TABLES);
            Api.Answered report = api.call("POST", "/tasks/import", "");
            assertThat(report.status()).isEqualTo(200);
            assertThat(report.body())
                    .contains("\"id\":\"shop-5xx\"", "\"id\":\"shop-crash\"", "shop-sample.memory_total-my-worker")
                    .contains("\"id\":\"shop-release\",\"from\":\"the old database\",\"why\":\"targets are missing")
                    .contains("\"id\":\"shop-sample.memory_total-web\"", "crit should be more than warn")
                    .endsWith("\"known\":0}");
            assertThat(api.get("/task/5xx/shop").body())
                    .isEqualTo("{\"app\":\"shop\",\"tolerance\":\"medium\",\"slack\":\"\","
                            + "\"post\":\"http://hook.test/1\",\"email\":\"\"}");
            assertThat(api.get("/task/crashed/shop").body()).contains("\"email\":\"a@b.test,c@d.test\"");
            assertThat(api.get("/task/memory/shop/my-worker").body())
                    .contains("\"crit\":\"500.5\"", "\"warn\":\"200.25\"", "\"window\":\"10m\"");
            await().until(() -> api.kapacitor.ids().size() == 3);
            assertThat(database.source().getConnection()).satisfies(connection -> {
                try (connection;
                        var rows = connection.createStatement().executeQuery("select count(*) from memory_tasks")) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(2);
                }
            });
        }
    }

    @EachDatabase
    void whatWasTakenAndRemovedSinceDoesNotComeBack(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            database.execute(OLD_TABLES);
            api.call("POST", "/tasks/import", "");
            assertThat(api.call("POST", "/tasks/import", "").body()).contains("\"taken\":[]", "\"known\":3");
            assertThat(api.call("DELETE", "/task/5xx/shop", "").status()).isEqualTo(200);
            assertThat(api.call("POST", "/tasks/import", "").body())
                    .contains("\"taken\":[]", "\"id\":\"shop-5xx\"", "it was taken over before, and removed since");
            assertThat(api.get("/task/5xx/shop").status()).isEqualTo(404);
        }
    }

    @EachDatabase
    void everyTaskOfKapacitorIsTakenHoweverManyPagesThereAre(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            for (int i = 0; i < 205; i++) {
                String app = "app" + i;
                api.kapacitor.put(
                        app + "-5xx", script(""), vars("app", app, "tolerance", "high", "slack", "#ops", "post", ""));
            }
            api.call("POST", "/tasks/import", "");
            assertThat(api.tasks.all(Kind.ERRORS)).hasSize(205);
            await().until(() -> api.kapacitor.task("app0-5xx").script.contains("\"sigma\" > 1.5"));
        }
    }

    @Test
    void aTaskIsReadFromItsVarsAndWhatTheyLackFromItsIdAndItsScript() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.kapacitor.put(
                    "shop-prod-sample.memory_total-web",
                    script("        .crit(lambda: \"value\" > 500.5)\n        .warn(lambda: \"value\" > 200)\n"),
                    vars(
                            "app",
                            "shop-prod",
                            "dynotyperequest",
                            "web",
                            "crit",
                            "0",
                            "warn",
                            "200",
                            "window",
                            "10m",
                            "email",
                            "a@b.test"));
            api.kapacitor.put("shop-crash", script(""), vars("post", "http://hook.test/1", "slack", "#"));
            api.kapacitor.put("shop-5xx", script(""), vars("sigma", "1.0", "slack", "#ops"));
            assertThat(api.call("POST", "/tasks/import", "").body()).contains("\"skipped\":[]");
            assertThat(api.get("/task/memory/shop-prod/web").body())
                    .contains("\"crit\":\"500.5\"", "\"warn\":\"200\"", "\"window\":\"10m\"", "\"every\":\"2m\"");
            assertThat(api.get("/task/crashed/shop").body())
                    .isEqualTo("{\"app\":\"shop\",\"slack\":\"\",\"post\":\"http://hook.test/1\",\"email\":\"\"}");
            assertThat(api.get("/task/5xx/shop").body()).contains("\"tolerance\":\"medium\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu|app|shop|its id is not that of an app's task",
                "-crash|slack|#ops|its id is not that of an app's task",
                "shop-release|app|other|its vars are those of the task other-release",
                "shop-release|slack|#|targets are missing",
                "shop-release|email|x'y|email should be addresses",
                "shop-release|post|http://x.test/').exec('rm|post should be an address",
                "shop-5xx|slack|#ops|tolerance should be low, medium or high, not nothing",
            })
    void whatCannotBeTakenIsLeftAloneAndToldWithTheReason(String id, String var, String value, String why)
            throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.kapacitor.put(id, script("// theirs"), vars(var, value));
            assertThat(api.call("POST", "/tasks/import", "").body()).contains("\"id\":\"" + id + "\"", why);
            assertThat(api.kapacitor.task(id).script).contains("theirs");
            assertThat(api.tasks.rows()).isEmpty();
        }
    }

    @Test
    void aTaskThatIsSwitchedOffOrReadsAnotherDatabaseIsNotTaken() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.kapacitor.put("a-crash", script(""), vars("slack", "#ops"));
            api.kapacitor.task("a-crash").enabled = false;
            api.kapacitor.put("b-crash", script(""), vars("slack", "#ops"));
            api.kapacitor.task("b-crash").dbrps = java.util.List.of(Map.of("db", "other", "rp", "autogen"));
            assertThat(api.call("POST", "/tasks/import", "").body())
                    .contains("it is disabled", "it does not read opentsdb.retention_policy");
            assertThat(api.tasks.rows()).isEmpty();
            assertThat(api.kapacitor.ids()).containsExactly("a-crash", "b-crash");
        }
    }

    @EachDatabase
    void aRowIsBelievedMoreThanTheTaskOfKapacitor(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            database.execute(OLD_TABLES);
            api.kapacitor.put("shop-5xx", script(""), vars("app", "shop", "tolerance", "low", "slack", "#x"));
            api.call("POST", "/tasks/import", "");
            assertThat(api.get("/task/5xx/shop").body()).contains("\"tolerance\":\"medium\"");
            await().until(() ->
                    String.valueOf(api.kapacitor.task("shop-5xx").running).contains("\"sigma\" > 1.0"));
        }
    }

    @Test
    void aCheckSaysTheSameAndDoesNothing() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            database.execute(OLD_TABLES);
            api.kapacitor.put("b-crash", script(""), vars("slack", "#ops"));
            String checked = api.call("POST", "/tasks/import?check=true", "").body();
            assertThat(api.tasks.rows()).isEmpty();
            String done = api.call("POST", "/tasks/import", "").body();
            assertThat(checked).startsWith("{\"check\":true,").isEqualTo(done.replace("false", "true"));
            assertThat(api.call("POST", "/tasks/import?check=perhaps", "").status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"yes", "anything", "1", "true"})
    void atTheStartItIsDoneWhereAsked(String word) throws Exception {
        try (TestDatabase database = TestDatabase.h2()) {
            database.execute(OLD_TABLES);
            try (Api api = importing(database, word)) {
                await().until(() -> api.tasks.rows().size() == 3);
                await().until(() -> api.context.count("imported") == 3);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"no", "''", "0", "FALSE", "off", "check"})
    void atTheStartNothingIsDoneWhereNotAsked(String word) throws Exception {
        try (TestDatabase database = TestDatabase.h2()) {
            database.execute(OLD_TABLES);
            try (Api api = importing(database, word)) {
                int before = api.kapacitor.calls().size();
                await().until(() -> api.kapacitor.calls().size() > before + 3);
                assertThat(api.tasks.rows()).isEmpty();
            }
        }
    }

    @Test
    void whileKapacitorIsAwayNothingIsTakenAndAllOfItWhenItIsBack() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = importing(database, "yes")) {
            await().until(() -> !api.kapacitor.calls().isEmpty());
            database.execute(OLD_TABLES);
            api.kapacitor.stop();
            assertThat(api.call("POST", "/tasks/import", "").status()).isEqualTo(504);
            assertThat(api.tasks.rows()).isEmpty();
            api.kapacitor.startAgain();
            await().until(() -> api.call("POST", "/tasks/import", "").status() == 200);
            assertThat(api.tasks.rows()).extracting(Row::id).hasSize(3);
        }
    }

    @EachDatabase
    void ofTwoThatTakeOverAtOnceEachTaskIsTakenOnce(TestDatabase database) throws Exception {
        try (database;
                Api one = new Api(database);
                Api two = new Api(database)) {
            database.execute(OLD_TABLES);
            Thread other = new Thread(() -> {
                try {
                    two.call("POST", "/tasks/import", "");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            other.start();
            assertThat(one.call("POST", "/tasks/import", "").status()).isEqualTo(200);
            other.join();
            assertThat(one.tasks.rows()).hasSize(3);
            assertThat(one.context.count("imported") + two.context.count("imported"))
                    .isEqualTo(3);
        }
    }
}
