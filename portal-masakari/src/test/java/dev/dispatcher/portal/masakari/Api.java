/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Bytes;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.testkit.CollectingSink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A portal with its store, and the requests and answers that were recorded from Masakari. */
final class Api implements AutoCloseable {

    static final String NODE1 = "2b8d0a52-7f8c-4d9e-8a55-0c1f1e9d4a01";

    final FakeContext context = new FakeContext().type("masakari");
    final CollectingSink intake = new CollectingSink();
    private final Portal portal;

    Api(TestDatabase database, MasakariOptions options) throws Exception {
        context.database(database);
        context.clock().set(Instant.parse("2026-02-03T10:15:31Z"));
        portal = new MasakariFactory().create(options, context);
        portal.start(intake);
    }

    static MasakariOptions options(MasakariOptions.Unknown unknown) {
        return new MasakariOptions(
                Optional.empty(),
                Optional.empty(),
                MasakariOptions.Tokens.REQUIRED,
                List.of(
                        new MasakariOptions.Host("node1", Optional.of(NODE1), false),
                        new MasakariOptions.Host("maint1", Optional.empty(), true)),
                unknown,
                Duration.ofSeconds(180),
                Duration.ofDays(30));
    }

    static String recorded(String name) throws IOException {
        try (InputStream file = Api.class.getResourceAsStream("/recorded/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Object json(String text) throws IOException {
        return context.json().read(text.getBytes(StandardCharsets.UTF_8));
    }

    Response call(FakeRequest request) throws Exception {
        return context.call(request.with("Host", "127.0.0.1:15868"));
    }

    Response post(String body) throws Exception {
        return call(FakeRequest.post("/v1/notifications", "application/json", body));
    }

    Response get(String path) throws Exception {
        return call(FakeRequest.get(path));
    }

    /** From a sender whose token allows this. */
    Response allowed(String method, String path, Route.Access... allowed) throws Exception {
        FakeRequest request = FakeRequest.of(method, path);
        Route.Request limited = (Route.Request) Proxy.newProxyInstance(
                Api.class.getClassLoader(),
                new Class<?>[] {Route.Request.class},
                (proxy, called, arguments) -> called.getName().equals("allows")
                        ? List.of(allowed).contains(arguments[0])
                        : called.invoke(request, arguments));
        Route route = context.routes().stream()
                .filter(each -> each.method().equals(method) && each.path().equals(path))
                .findFirst()
                .orElseThrow();
        assertThat(route.open()).isTrue();
        return route.handler().handle(limited);
    }

    Object body(Response response) throws IOException {
        return context.json().read(((Bytes) response.body()).bytes());
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> notification(Response response) throws IOException {
        return (Map<String, Object>) ((Map<?, ?>) body(response)).get("notification");
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> notifications(Response response) throws IOException {
        return (List<Map<String, Object>>) ((Map<?, ?>) body(response)).get("notifications");
    }

    @Override
    public void close() {
        portal.close();
    }
}
