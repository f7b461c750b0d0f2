/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Adapters;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Outcomes;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.core.adapter.LentAdapters;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.plugin.ContextLoader;
import dev.dispatcher.core.plugin.Offer;
import dev.dispatcher.core.store.Changelog;
import dev.dispatcher.core.store.MigratedDataSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one instance is lent, and what has to be taken back when it is closed. Any number of threads. */
final class InstanceContext implements PluginContext, AutoCloseable {

    private final String name;
    private final Offer<?> offer;
    private final int batch;
    private final Lendings lendings;
    private final EventReader events;
    private final Adapters adapters;
    private final Logger logger;
    private final LentOutcomes outcomes;
    private final @Nullable Reports reports;
    private final boolean waits;
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    /** HTTP clients and databases. */
    private final List<AutoCloseable> clients = new ArrayList<>();

    private final Requests requests = new Requests();
    private volatile boolean published;
    private boolean closed;

    /**
     * @param reports null for what does not report
     * @param waits whether what it delivers into may keep it waiting
     */
    InstanceContext(
            String name,
            Offer<?> offer,
            int batch,
            EventReader events,
            Lendings lendings,
            @Nullable Reports reports,
            boolean waits) {
        this.name = name;
        this.offer = offer;
        this.batch = batch;
        this.events = events;
        this.lendings = lendings;
        this.adapters = new LentAdapters(lendings.adapters(), events, lendings.clock(), lendings.replays());
        this.logger = LoggerFactory.getLogger(name);
        this.outcomes = new LentOutcomes(name, lendings.told(), logger);
        this.reports = reports;
        this.waits = waits;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public Logger logger() {
        return logger;
    }

    @Override
    public Clock clock() {
        return lendings.clock();
    }

    @Override
    public synchronized Http http(Http.Settings settings) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        Http client;
        // the client's threads must not inherit the plugin's loader: they would keep it alive
        try (ContextLoader host = ContextLoader.host()) {
            client = lendings.http().open(settings, logger);
        }
        if (client instanceof AutoCloseable closeable) {
            clients.add(closeable);
        }
        return client;
    }

    @Override
    public Json json() {
        return lendings.json();
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public Adapters adapters() {
        return adapters;
    }

    @Override
    public Outcomes outcomes() {
        return outcomes;
    }

    @Override
    public void report(Event cause, Map<String, ?> fields) {
        if (reports == null) {
            throw new UnsupportedOperationException("only sinks report; a portal delivers into intake");
        }
        reports.report(cause, fields);
    }

    @Override
    public synchronized DataSource database(String changelog) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        try (ContextLoader host = ContextLoader.host()) {
            MigratedDataSource database = lendings.store()
                    .lend(new Changelog(
                            offer.type(),
                            Changelog.prefix(offer.type()),
                            changelog,
                            offer.plugin().loader()));
            clients.add(database);
            return database;
        }
    }

    @Override
    public LongAdder counter(String counter) {
        return lendings.counters().of(name, counter);
    }

    @Override
    public void route(Route route) {
        if (published) {
            throw new IllegalStateException("routes are added in create or start, not later: " + route.path());
        }
        routes.add(
                waits
                        ? new Route(route.method(), route.path(), route.access(), true, route.open(), route.handler())
                        : route);
    }

    /** From here on they are known. */
    void noMoreRoutes() {
        published = true;
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    Requests requests() {
        return requests;
    }

    @Override
    public synchronized void close() {
        closed = true;
        outcomes.close();
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception e) {
                logger.warn("what was lent could not be closed: {}", e.toString());
            }
        }
        clients.clear();
    }
}
