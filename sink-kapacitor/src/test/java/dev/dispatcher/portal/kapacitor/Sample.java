/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Mistakes;
import dev.dispatcher.portal.kapacitor.task.Task;
import dev.dispatcher.portal.kapacitor.task.TaskBody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tasks for tests. */
final class Sample {

    private Sample() {}

    static Map<String, Object> body(Kind kind, String app) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app", app);
        if (kind == Kind.ERRORS) {
            body.put("tolerance", "low");
        }
        if (kind == Kind.MEMORY) {
            body.putAll(Map.of("dynotype", "web", "warn", "200", "crit", "500", "window", "10m", "every", "1m"));
        }
        body.put("slack", "ops-alerts");
        body.put("email", "oncall@example.test,lead@example.test");
        body.put("post", "http://127.0.0.1:19999/hook");
        return body;
    }

    static Map<String, Object> body(Kind kind, String app, String field, Object value) {
        Map<String, Object> body = body(kind, app);
        body.put(field, value);
        return body;
    }

    static byte[] bytes(Object body) {
        return new FakeContext().json().write(body);
    }

    static String text(Object body) {
        return new String(bytes(body), StandardCharsets.UTF_8);
    }

    static Task task(Map<String, Object> body, Kind kind) {
        try {
            return TaskBody.read(kind, bytes(body), new FakeContext().json()).task();
        } catch (Mistakes e) {
            throw new AssertionError(e);
        }
    }

    static Task task(Kind kind, String app) {
        return task(body(kind, app), kind);
    }

    /** Kapacitor notifies by itself. */
    static Settings alone() {
        return new Settings("opentsdb", "retention_policy", Optional.empty(), Optional.empty(), task -> "");
    }

    /** Kapacitor posts to the dispatcher. */
    static Settings together() {
        return new Settings(
                "opentsdb",
                "retention_policy",
                Optional.of(URI.create("http://dispatcher.test:8080/webhooks/kapacitor")),
                Optional.of(new Secret("s3cr3t-t0ken")),
                task -> "https://dash.example.test/d?var-url=" + task.app());
    }
}
