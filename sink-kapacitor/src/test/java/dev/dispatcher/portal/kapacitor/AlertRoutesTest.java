/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.portal.kapacitor.task.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each route as the API before this one answered it. */
class AlertRoutesTest {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private static String path(Kind kind) {
        return "/task/" + kind.path() + "/shop-prod" + (kind == Kind.MEMORY ? "/web" : "");
    }

    @EachDatabase
    void aTaskIsMadeShownChangedAndRemoved(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            for (Kind kind : Kind.values()) {
                assertThat(api.post(kind, "shop-prod")).isEqualTo(new Api.Answered(201, TEXT, ""));
                String id = Sample.task(kind, "shop-prod").id();
                assertThat(api.kapacitor.task(id).running).isNotEmpty();
                assertThat(api.get(path(kind)).status()).isEqualTo(200);

                String change = kind == Kind.MEMORY
                        ? "{\"app\":\"shop-prod\",\"dynotype\":\"web\",\"slack\":\"@carol\"}"
                        : "{\"app\":\"shop-prod\",\"slack\":\"@carol\"}";
                assertThat(api.call("PATCH", "/task/" + kind.path(), change))
                        .isEqualTo(new Api.Answered(201, TEXT, ""));
                assertThat(api.get(path(kind)).body())
                        .contains("\"slack\":\"@carol\"", "\"email\":\"oncall@example.test,lead@example.test\"");
                assertThat(api.kapacitor.task(id).running).contains("@carol").doesNotContain("#ops-alerts");

                assertThat(api.call("DELETE", path(kind), "")).isEqualTo(new Api.Answered(200, TEXT, ""));
                assertThat(api.kapacitor.task(id)).isNull();
                assertThat(api.get(path(kind))).isEqualTo(new Api.Answered(404, JSON, "null"));
                assertThat(api.call("DELETE", path(kind), "")).isEqualTo(new Api.Answered(404, JSON, "null"));
                assertThat(api.call("PATCH", "/task/" + kind.path(), change).status())
                        .isEqualTo(404);
            }
        }
    }

    @EachDatabase
    void objectsHaveTheirOldFieldsInTheirOldOrder(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            for (Kind kind : Kind.values()) {
                api.post(kind, "shop-prod");
            }
            String targets = "\"slack\":\"#ops-alerts\",\"post\":\"http://127.0.0.1:19999/hook\","
                    + "\"email\":\"oncall@example.test,lead@example.test\"}";
            assertThat(api.get("/task/5xx/shop-prod"))
                    .isEqualTo(new Api.Answered(200, JSON, "{\"app\":\"shop-prod\",\"tolerance\":\"low\"," + targets));
            assertThat(api.get("/task/crashed/shop-prod").body()).isEqualTo("{\"app\":\"shop-prod\"," + targets);
            assertThat(api.get("/task/release/shop-prod").body()).isEqualTo("{\"app\":\"shop-prod\"," + targets);
            String memory = "{\"id\":\"shop-prod-sample.memory_total-web\",\"app\":\"shop-prod\",\"dynotype\":\"web\","
                    + "\"crit\":\"500\",\"warn\":\"200\",\"window\":\"10m\",\"every\":\"1m\"," + targets;
            for (String word : List.of("task", "tasks")) {
                assertThat(api.get("/" + word + "/memory/shop-prod/web").body()).isEqualTo(memory);
                assertThat(api.get("/" + word + "/memory/shop-prod").body()).isEqualTo("[" + memory + "]");
                assertThat(api.get("/" + word + "/memory").body()).isEqualTo("[" + memory + "]");
            }
        }
    }

    @EachDatabase
    void listsAreSortedByAppAndEmptyOnesAreLists(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            for (Kind kind : Kind.values()) {
                assertThat(api.get("/tasks/" + kind.path())).isEqualTo(new Api.Answered(200, JSON, "[]"));
                for (String app : List.of("b-x", "a", "b", "B")) {
                    api.post(kind, app);
                }
                assertThat(api.get("/tasks/" + kind.path()).body())
                        .matches(".*\"app\":\"B\".*\"app\":\"a\".*\"app\":\"b\".*\"app\":\"b-x\".*");
            }
            assertThat(api.get("/tasks/memory/nobody").body()).isEqualTo("[]");
        }
    }

    @EachDatabase
    void anAppHasATaskOfAKindOnce(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            for (Kind kind : Kind.values()) {
                api.post(kind, "shop");
                Api.Answered again = api.post(kind, "shop");
                assertThat(again.status()).isEqualTo(409);
                assertThat(again.body())
                        .isEqualTo(
                                "{\"error\":\"task " + Sample.task(kind, "shop").id() + " already exists\"}");
            }
        }
    }

    @Test
    void whatIsInAUrlIsWrittenAsGoWritesIt() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.call(
                    "POST",
                    "/task/crashed",
                    Sample.text(Sample.body(Kind.CRASHED, "shop", "post", "http://a.test/?a=1&b=2")));
            assertThat(api.get("/task/crashed/shop").body()).contains("http://a.test/?a=1\\u0026b=2");
        }
    }

    @Test
    void everyFieldThatIsWrongIsNamedAndNothingIsDone() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            Api.Answered answer = api.call("POST", "/task/5xx", "{\"app\":\"a'b\",\"tolerance\":\"none\"}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("{\"error\":\"")
                    .contains("\"app\":", "\"tolerance\":", "\"targets\":");
            assertThat(api.kapacitor.ids()).isEmpty();
            assertThat(api.tasks.rows()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"PATCH,{}", "PATCH,{", "POST,''", "POST,[]"})
    void aBodyThatSaysNothingIsRefused(String method, String body) throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            assertThat(api.call(method, "/task/memory", body).status()).isEqualTo(400);
        }
    }

    @EachDatabase
    void nothingOrNullClearsATargetAndWhatIsLeftIsChecked(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            api.post(Kind.ERRORS, "shop");
            api.call("PATCH", "/task/5xx", "{\"app\":\"shop\",\"slack\":\"\",\"email\":null}");
            assertThat(api.get("/task/5xx/shop").body())
                    .isEqualTo("{\"app\":\"shop\",\"tolerance\":\"low\",\"slack\":\"\","
                            + "\"post\":\"http://127.0.0.1:19999/hook\",\"email\":\"\"}");
            assertThat(api.call("PATCH", "/task/5xx", "{\"app\":\"shop\",\"post\":\"\"}")
                            .status())
                    .isEqualTo(400);
            assertThat(api.call("PATCH", "/task/5xx", "{\"app\":\"shop\",\"tolerance\":null}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aSlashAtTheEndLeadsToThePathWithoutIt() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            assertThat(api.get("/tasks/5xx/").status()).isEqualTo(301);
            assertThat(api.call("POST", "/task/5xx/", "{}").status()).isEqualTo(307);
        }
    }

    @EachDatabase
    void theStateIsThatOfTheAppAndOfNoOther(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database)) {
            for (Kind kind : Kind.values()) {
                api.post(kind, "space");
                api.post(kind, "myapp-space");
            }
            api.kapacitor.level("main:myapp-space-5xx:alert3", "CRITICAL");
            api.kapacitor.level("main:myapp-space-sample.memory_total-web:alert3", "WARNING");
            assertThat(api.get("/task/5xx/space/state").body()).isEqualTo("{\"app\":\"space\",\"state\":\"OK\"}");
            assertThat(api.get("/task/5xx/myapp-space/state").body())
                    .isEqualTo("{\"app\":\"myapp-space\",\"state\":\"CRITICAL\"}");
            assertThat(api.get("/task/memory/space/web/state").body())
                    .isEqualTo("{\"app\":\"space\",\"dynotype\":\"web\",\"state\":\"OK\"}");
            assertThat(api.get("/tasks/memory/myapp-space/web/state").body()).contains("\"state\":\"WARNING\"");
            assertThat(api.get("/task/5xx/nobody/state")).isEqualTo(new Api.Answered(404, JSON, "null"));
        }
    }

    @Test
    void aCrashCountsForAWhile() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                Api api = new Api(database)) {
            api.post(Kind.CRASHED, "shop");
            api.post(Kind.RELEASE, "shop");
            // the clock stands at 03:04:05
            api.kapacitor.event("main:shop-crash:alert2", "WARNING", "2026-01-02T02:59:00.5Z");
            api.kapacitor.event("main:shop-release:alert2", "WARNING", "2026-01-02T02:50:00Z");
            assertThat(api.get("/task/crashed/shop/state").body()).contains("\"state\":\"WARNING\"");
            assertThat(api.get("/task/release/shop/state").body()).contains("\"state\":\"OK\"");
        }
    }
}
