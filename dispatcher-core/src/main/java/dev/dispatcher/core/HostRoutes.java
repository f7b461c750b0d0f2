/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.json;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
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

/** What the dispatcher itself answers over HTTP, and all routes of a generation together. */
final class HostRoutes {

    private static final String OWNER = "the dispatcher";

    private final Dispatcher dispatcher;
    private final Metrics metrics;
    private final List<ApiRoute> health;
    private final List<ApiRoute> own = new ArrayList<>();
    private volatile byte[] openApi = {};

    /** @param others what is answered by classes of their own */
    HostRoutes(Dispatcher dispatcher, Metrics metrics, List<ApiRoute> others) {
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.health = List.of(
                ApiRoute.get(
                                "/health/live",
                                "Whether the process works.",
                                request -> json(200, Map.of("status", "live")))
                        .forEverybody(),
                ApiRoute.get("/health/ready", "Whether it takes events, and what is not well.", request -> ready())
                        .forEverybody()
                        .orElse(503));
        own.addAll(health);
        own.add(ApiRoute.get("/", "What this is.", request -> json(200, front()))
                .forEverybody());
        own.add(ApiRoute.get(
                "/api/ledger",
                "The books: what came in and what became of it.",
                request -> json(200, LedgerView.of(dispatcher.ledger()))));
        own.add(ApiRoute.slow(
                        "POST",
                        "/api/reload",
                        Access.ADMIN,
                        "Reads everything again; answers when it is in force, or with what is wrong.",
                        request -> reload())
                .orElse(422));
        own.add(ApiRoute.get("/api/openapi.json", "This document.", request -> Response.json(200, openApi)));
        own.addAll(others);
    }

    /** All there is while the dispatcher starts. */
    List<OwnedRoute> health() {
        return health.stream().map(route -> route.owned(OWNER)).toList();
    }

    /** @throws IllegalArgumentException when two routes are alike, naming both owners */
    RouteTable table(Generation generation) {
        List<OwnedRoute> plugins = new ArrayList<>();
        generation
                .portals()
                .forEach((name, portal) -> portal.context()
                        .routes()
                        .forEach(route -> plugins.add(OwnedRoute.of(
                                "portal " + name,
                                guarded(portal.context(), portal.spec().offer().plugin(), route)))));
        generation
                .sinks()
                .forEach((name, sink) -> sink.context()
                        .routes()
                        .forEach(route -> plugins.add(OwnedRoute.of(
                                "sink " + name,
                                guarded(sink.context(), sink.spec().offer().plugin(), route)))));
        List<ApiRoute> hosts = new ArrayList<>(own);
        hosts.add(ApiRoute.get(
                        generation.configuration().settings().metrics().path(),
                        "Metrics for Prometheus.",
                        this::metrics)
                .answering("text/plain"));
        List<OwnedRoute> all = new ArrayList<>();
        hosts.forEach(route -> all.add(route.owned(OWNER)));
        // the APIs of some tools begin there, and nothing depends on the host's page
        if (plugins.stream().anyMatch(HostRoutes::isFront)) {
            all.removeIf(HostRoutes::isFront);
        }
        all.addAll(plugins);
        RouteTable table = RouteTable.of(all);
        openApi = new JacksonJson().write(OpenApi.of(hosts, plugins));
        return table;
    }

    private static boolean isFront(OwnedRoute owned) {
        return owned.route().path().equals("/") && owned.route().method().equals("GET");
    }

    private static Route guarded(InstanceContext context, Plugin plugin, Route route) {
        return context.requests().guard(Guarded.guard(plugin, route));
    }

    private Map<String, Object> front() {
        return Map.of(
                "name", "dispatcher",
                "version", Build.version(),
                "see",
                        List.of(
                                "/health/ready",
                                dispatcher
                                        .inForce()
                                        .configuration()
                                        .settings()
                                        .metrics()
                                        .path(),
                                "/api/openapi.json"));
    }

    private Response ready() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", dispatcher.ready() ? "ready" : "not ready");
        if (dispatcher.ready()) {
            body.put("store", dispatcher.storeHealth().toMap());
            body.put("sinks", SinkView.notWell(dispatcher.inForce()));
            List<String> shouts = Shouts.of(dispatcher.inForce().configuration().settings());
            if (!shouts.isEmpty()) {
                body.put("warnings", shouts);
            }
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
}
