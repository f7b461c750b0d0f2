/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;

/**
 * What the host lends, for tests: a clock that stands still, counters and log lines to look at, routes to call, and HTTP,
 * JSON and events that work. Any number of threads; nothing to close.
 */
public final class FakeContext implements PluginContext {

    /** What the clock shows at first. */
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final String name;
    private final FakeLogger logger;
    private final FakeClock clock = new FakeClock(START);
    private final FakeEvents events = new FakeEvents(clock);
    private final FakeOutcomes outcomes = new FakeOutcomes(clock);
    private final List<Event> reports = new CopyOnWriteArrayList<>();
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private volatile Function<Http.Settings, Http> client = FakeHttp::new;
    private volatile Duration mostTimeout = Duration.ofDays(1);
    private volatile int batch = 1;
    private volatile String type;
    private TestDatabase database;
    private boolean store = true;

    public FakeContext() {
        this("under-test");
    }

    public FakeContext(String name) {
        this.name = name;
        this.logger = new FakeLogger(name);
    }

    /** With this as {@code delivery.batch}. */
    public FakeContext batch(int most) {
        batch = most;
        return this;
    }

    /** No HTTP client that is made from now on waits longer than this, whatever its settings say. */
    public FakeContext mostTimeout(Duration most) {
        mostTimeout = most;
        return this;
    }

    /** Tables must have the prefix of this type of plugin, as the host asks. */
    public FakeContext type(String plugin) {
        type = plugin;
        return this;
    }

    /** This is the store; whoever made it closes it. Without it, an H2 in memory is. */
    public synchronized FakeContext database(TestDatabase lent) {
        database = lent;
        return this;
    }

    /** As with {@code store: none}. */
    public synchronized FakeContext withoutStore() {
        store = false;
        return this;
    }

    /** HTTP clients are made by this from now on. */
    public FakeContext client(Function<Http.Settings, Http> maker) {
        client = maker;
        return this;
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

    /** What was logged so far, each line beginning with its level, stack traces included. */
    public List<String> log() {
        return logger.lines();
    }

    @Override
    public FakeClock clock() {
        return clock;
    }

    @Override
    public Http http(Http.Settings settings) {
        boolean shorter = settings.timeout().compareTo(mostTimeout) < 0;
        return client.apply(new Http.Settings(
                shorter ? settings.timeout() : mostTimeout,
                settings.connectTimeout(),
                settings.connections(),
                settings.answerLimit(),
                settings.allowPrivate(),
                settings.proxy(),
                settings.tls()));
    }

    @Override
    public Json json() {
        return FakeJson.INSTANCE;
    }

    @Override
    public Events events() {
        return events;
    }

    /** How many events were counted as refused by {@link Events#refuse}. */
    public long refused() {
        return events.refused();
    }

    @Override
    public FakeOutcomes outcomes() {
        return outcomes;
    }

    @Override
    public void report(Event cause, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(Event.CAUSED_BY, cause.id());
        all.put(Event.HOPS, cause.get(Event.HOPS) instanceof Long hops ? hops + 1 : 1);
        reports.add(events.event(all));
    }

    /** What was reported so far, with {@code caused_by} and {@code hops}. */
    public List<Event> reports() {
        return List.copyOf(reports);
    }

    @Override
    public synchronized DataSource database(String changelog) {
        if (!store) {
            throw new IllegalStateException(
                    name + " keeps tables in the store, and the configuration says 'store: none'");
        }
        if (database == null) {
            database = TestDatabase.h2();
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return database.migrate(changelog, type, loader == null ? FakeContext.class.getClassLoader() : loader)
                .source();
    }

    @Override
    public LongAdder counter(String name) {
        if (!name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "a counter is named in lower-case words joined by underscores, not '" + name + "'");
        }
        return counters.computeIfAbsent(name, made -> new LongAdder());
    }

    /** What a counter stands at; 0 when nobody asked for it. */
    public long count(String name) {
        LongAdder counter = counters.get(name);
        return counter == null ? 0 : counter.sum();
    }

    @Override
    public void route(Route route) {
        routes.add(route);
    }

    /** The routes added so far. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /**
     * Calls the route that answers this request, as the host would; 404 when there is none. Several routes may fit: a
     * literal segment wins over a placeholder.
     */
    public Route.Response call(FakeRequest request) throws Exception {
        Route best = null;
        for (Route route : routes) {
            if (request.fits(route) && (best == null || FakeRequest.closer(route, best))) {
                best = route;
            }
        }
        return best == null ? Route.Response.of(404) : best.handler().handle(request.on(best));
    }
}
