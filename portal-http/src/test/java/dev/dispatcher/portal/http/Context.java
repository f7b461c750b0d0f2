/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.Adapters;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.adapter.LentAdapters;
import dev.dispatcher.core.adapter.Replays;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.server.OwnedRoute;
import dev.dispatcher.core.template.Templates;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a portal needs of the host, with the host's real event reader. */
final class Context implements PluginContext {
    private final List<OwnedRoute> routes = new ArrayList<>();
    private final EventReader events;
    private final AdapterSet adapters;

    Context(AtomicInteger refused) {
        this(refused, Map.of());
    }

    /** @param files adapters by name */
    Context(AtomicInteger refused, Map<String, String> files) {
        Mistakes mistakes = new Mistakes();
        Map<String, Node> nodes = new HashMap<>();
        files.forEach((name, text) -> nodes.put(
                name, YamlReader.read(name, text, new Substitution(variable -> null, Path.of("")), mistakes)));
        Templates templates = new Templates(failure -> {});
        adapters = AdapterSet.read(
                nodes, "", name -> new BindContext(name, mistakes, templates::compile, Path.of(""), secret -> {}));
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
    public Adapters adapters() {
        return new LentAdapters(() -> adapters, events, clock(), new Replays());
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
