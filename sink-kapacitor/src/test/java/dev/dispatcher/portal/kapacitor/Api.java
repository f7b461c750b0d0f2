/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.testkit.CollectingSink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.portal.kapacitor.store.DatabaseTasks;
import dev.dispatcher.portal.kapacitor.task.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A portal on a database and a Kapacitor of the test's own. */
final class Api implements AutoCloseable {

    final FakeKapacitor kapacitor = new FakeKapacitor();
    final FakeContext context;
    final DatabaseTasks tasks;
    private final Portal portal;

    /** What came back. */
    record Answered(int status, String type, String body) {}

    Api(TestDatabase database) throws Exception {
        this(database, Duration.ofDays(1));
    }

    Api(TestDatabase database, Duration reconcile) throws Exception {
        this(database, reconcile, "no");
    }

    Api(TestDatabase database, Duration reconcile, String importing) throws Exception {
        context = new FakeContext("alerts").type("kapacitor-alerts").database(database);
        tasks = new DatabaseTasks(context.database(DatabaseTasks.CHANGELOG), context.json());
        portal = new AlertsFactory().create(options(kapacitor.uri(), reconcile, importing), context);
        portal.start(new CollectingSink());
    }

    static AlertsOptions options(URI kapacitor, Duration reconcile) {
        return options(kapacitor, reconcile, "no");
    }

    static AlertsOptions options(URI kapacitor, Duration reconcile, String importing) {
        return new AlertsOptions(
                kapacitor,
                Optional.empty(),
                Optional.empty(),
                "opentsdb",
                "retention_policy",
                AlertsOptions.Notify.KAPACITOR,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(10),
                reconcile,
                0,
                importing,
                Http.Settings.DEFAULTS);
    }

    Answered call(String method, String path, String body) throws Exception {
        String[] parts = path.split("\\?|=");
        FakeRequest request = FakeRequest.of(method, parts[0]).body(body.getBytes(StandardCharsets.UTF_8));
        Route.Response answer = context.call(parts.length == 3 ? request.query(parts[1], parts[2]) : request);
        byte[] bytes = ((Route.Bytes) answer.body()).bytes();
        return new Answered(
                answer.status(),
                answer.headers().getOrDefault("Content-Type", ""),
                new String(bytes, StandardCharsets.UTF_8));
    }

    Answered get(String path) throws Exception {
        return call("GET", path, "");
    }

    Answered post(Kind kind, String app) throws Exception {
        return call("POST", "/task/" + kind.path(), Sample.text(Sample.body(kind, app)));
    }

    @Override
    public void close() {
        portal.close();
        kapacitor.close();
    }
}
