/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.core.server.OwnedRoute;
import java.util.List;

/**
 * One of the dispatcher's own routes, with what the OpenAPI document says of it.
 *
 * @param open true when it needs no token
 * @param content the type of a good answer
 * @param good the statuses of good answers
 * @param bad those of other answers, beside 401 and 403 where tokens are in use
 */
record ApiRoute(
        Route route,
        boolean open,
        String summary,
        List<Parameter> query,
        String content,
        List<Integer> good,
        List<Integer> bad) {

    static final String JSON = "application/json";

    /** A parameter of the query. */
    record Parameter(String name, String type, String sentence) {}

    static ApiRoute get(String path, String summary, Route.Handler handler) {
        return of(new Route("GET", path, Access.READ, false, handler), summary);
    }

    /** For a handler that may take a while. */
    static ApiRoute slow(String method, String path, Access access, String summary, Route.Handler handler) {
        return of(new Route(method, path, access, true, handler), summary);
    }

    private static ApiRoute of(Route route, String summary) {
        return new ApiRoute(route, false, summary, List.of(), JSON, List.of(200), List.of());
    }

    ApiRoute asking(Parameter... parameters) {
        return new ApiRoute(route, open, summary, List.of(parameters), content, good, bad);
    }

    ApiRoute orElse(Integer... statuses) {
        return new ApiRoute(route, open, summary, query, content, good, List.of(statuses));
    }

    ApiRoute answering(String type) {
        return new ApiRoute(route, open, summary, query, type, good, bad);
    }

    ApiRoute forEverybody() {
        return new ApiRoute(route, true, summary, query, content, good, bad);
    }

    OwnedRoute owned(String owner) {
        return open ? OwnedRoute.open(owner, route) : OwnedRoute.of(owner, route);
    }
}
