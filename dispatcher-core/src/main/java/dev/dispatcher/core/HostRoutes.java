/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Json;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.delivery.DeadLetter;
import dev.dispatcher.core.delivery.DeadLetterJson;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.plugin.Guarded;
import dev.dispatcher.core.plugin.Plugin;
import dev.dispatcher.core.server.OwnedRoute;
import dev.dispatcher.core.server.RouteTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the dispatcher itself answers over HTTP, and all routes of a generation together. */
final class HostRoutes {

    private static final String OWNER = "the dispatcher";
    private static final int MOST_LETTERS = 1000;

    private final Dispatcher dispatcher;
    private final Metrics metrics;
    private final Json json = new JacksonJson();

    HostRoutes(Dispatcher dispatcher, Metrics metrics) {
        this.dispatcher = dispatcher;
        this.metrics = metrics;
    }

    /** All there is while the dispatcher starts. */
    List<OwnedRoute> health() {
        return List.of(
                OwnedRoute.open(
                        OWNER, get("/health/live", Access.READ, request -> json(200, Map.of("status", "live")))),
                OwnedRoute.open(OWNER, get("/health/ready", Access.READ, request -> ready())));
    }

    /** @throws IllegalArgumentException when two routes are alike, naming both owners */
    RouteTable table(Generation generation) {
        List<OwnedRoute> routes = new ArrayList<>(health());
        routes.add(OwnedRoute.open(OWNER, get("/", Access.READ, request -> json(200, front()))));
        own(routes, get("/metrics", Access.READ, this::metrics));
        own(routes, get("/api/ledger", Access.READ, request -> json(200, LedgerView.of(dispatcher.ledger()))));
        own(routes, get("/api/dead-letters", Access.READ, this::deadLetters));
        own(routes, new Route("POST", "/api/reload", Access.ADMIN, true, request -> reload()));
        generation
                .portals()
                .forEach((name, portal) -> portal.context()
                        .routes()
                        .forEach(route -> routes.add(OwnedRoute.of(
                                "portal " + name,
                                guarded(portal.context(), portal.spec().offer().plugin(), route)))));
        generation
                .sinks()
                .forEach((name, sink) -> sink.context()
                        .routes()
                        .forEach(route -> routes.add(OwnedRoute.of(
                                "sink " + name,
                                guarded(sink.context(), sink.spec().offer().plugin(), route)))));
        return RouteTable.of(routes);
    }

    private static Route guarded(InstanceContext context, Plugin plugin, Route route) {
        return context.requests().guard(Guarded.guard(plugin, route));
    }

    private static void own(List<OwnedRoute> routes, Route route) {
        routes.add(OwnedRoute.of(OWNER, route));
    }

    private static Route get(String path, Access access, Route.Handler handler) {
        return new Route("GET", path, access, false, handler);
    }

    private Response json(int status, Object body) {
        return Response.json(status, json.write(body));
    }

    private static Map<String, Object> front() {
        return Map.of(
                "name", "dispatcher",
                "version", Build.version(),
                "see", List.of("/health/ready", "/metrics", "/api/ledger", "/api/dead-letters"));
    }

    private Response ready() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", dispatcher.ready() ? "ready" : "not ready");
        if (dispatcher.ready()) {
            body.put("sinks", SinkView.notWell(dispatcher.inForce()));
        }
        return json(dispatcher.ready() ? 200 : 503, body);
    }

    private Response metrics(Request request) {
        Metrics.Scrape scrape = metrics.scrape(request.header("accept"));
        return new Response(200, Map.of("Content-Type", scrape.contentType()), new Route.Bytes(scrape.body()));
    }

    private Response reload() {
        Reload result = dispatcher.reload();
        return json(result.done() ? 200 : 422, result.toMap());
    }

    private Response deadLetters(Request request) {
        int limit = number(request.query("limit"));
        if (limit < 1 || limit > MOST_LETTERS) {
            return json(400, Map.of("error", "limit should be a number from 1 to " + MOST_LETTERS));
        }
        List<DeadLetter> found = dispatcher.letters().deadLetters().list(request.query("sink"), limit);
        List<Object> letters = new ArrayList<>();
        found.forEach(letter -> letters.add(DeadLetterJson.fields(letter)));
        return json(200, Map.of("dead_letters", letters));
    }

    private static int number(@Nullable String text) {
        if (text == null) {
            return 100;
        }
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }
}
