/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route;

/**
 * A route and who added it.
 *
 * @param owner as in messages, for example {@code portal front-door}
 * @param open true when no token is needed, ever
 * @param mayBlock true when the handler may block although its route says that it does not: for portals whose intake waits
 */
public record OwnedRoute(String owner, Route route, boolean open, boolean mayBlock) {

    public static OwnedRoute of(String owner, Route route) {
        return new OwnedRoute(owner, route, false, false);
    }

    /** For the host's own routes that need no token, such as {@code /health/live}. */
    public static OwnedRoute open(String owner, Route route) {
        return new OwnedRoute(owner, route, true, false);
    }

    /** The same, whose handler may block. */
    public OwnedRoute blocking() {
        return new OwnedRoute(owner, route, open, true);
    }

    boolean needsWorker() {
        return mayBlock || route.blocking();
    }
}
