/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.server.OwnedRoute;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a portal needs of the host, with the host's real event reader. */
final class Context implements PluginContext {
    private final List<OwnedRoute> routes = new ArrayList<>();
    private final Events events;

    Context(AtomicInteger refused) {
        events = new EventReader(Limits.DEFAULTS, clock(), new Ids(clock()), refused::addAndGet);
    }

    List<OwnedRoute> routes() {
        return routes;
    }

    @Override
    public String name() {
        return "front-door";
    }

    @Override
    public Logger logger() {
        return LoggerFactory.getLogger("front-door");
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Http http(Http.Settings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Json json() {
        return new JacksonJson();
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public LongAdder counter(String name) {
        return new LongAdder();
    }

    @Override
    public void route(Route route) {
        routes.add(OwnedRoute.of("portal front-door", route));
    }
}
