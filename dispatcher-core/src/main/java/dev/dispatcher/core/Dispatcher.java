/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.Settings.LogOptions;
import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.adapter.Replays;
import dev.dispatcher.core.client.HttpClients;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.delivery.Courier.Surroundings;
import dev.dispatcher.core.delivery.Watchdog;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.logging.Logging;
import dev.dispatcher.core.logging.Secrets;
import dev.dispatcher.core.metrics.JournalCounts;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.plugin.BuiltIn;
import dev.dispatcher.core.server.HttpServer;
import dev.dispatcher.core.server.RouteTable;
import dev.dispatcher.core.store.Store;
import dev.dispatcher.core.store.StoreHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A running dispatcher: one configuration in force, exchanged by {@link #reload}, ended by {@link #close}. Any number of
 * threads.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantLock closing = new ReentrantLock();
    private final ConfigurationLoader loader;
    private final Overrides overrides;
    private final Clock clock = Clock.systemUTC();
    private final Ledger ledger = new Ledger();
    private final Counters templateFailures;
    private final ReloadCounts reloads = new ReloadCounts(clock);
    private final Watchdog watchdog = new Watchdog();
    private final HttpClients clients = new HttpClients();
    private final KeptHistory history;
    private final Store store;
    /** Changes of which something old is not closed yet. */
    private final AtomicInteger leaving = new AtomicInteger();

    private final KeptLetters letters;
    private final JournalCounts journalCounts = new JournalCounts();
    private final KeptPromises promises;
    private final HttpServer server;
    private final Instances instances;
    private final HostRoutes hostRoutes;
    private final Watch watch = new Watch(this::watched, this::reload);
    private @Nullable Hangup hangup;
    private volatile @Nullable Generation current;
    private volatile boolean stopping;
    private boolean closed;

    /**
     * Reads the configuration, checks all of it, sets up the log as it says, and starts.
     *
     * @throws ConfigException with everything that is wrong; nothing is left open then
     * @throws IOException when the address cannot be listened at; nothing is left open then
     */
    public static Dispatcher start(Home home, Overrides overrides) throws ConfigException, IOException {
        return start(home, overrides, System::getenv, ConfigurationLoader.builtIn());
    }

    static Dispatcher start(Home home, Overrides overrides, Function<String, @Nullable String> env, BuiltIn builtIn)
            throws ConfigException, IOException {
        ConfigurationLoader loader = ConfigurationLoader.running(home, env, builtIn);
        boolean started = false;
        try {
            Counters templateFailures = new Counters();
            Loaded loaded = loader.load(null, templateFailures);
            try {
                Dispatcher dispatcher = start(loader, overrides, templateFailures, loaded);
                started = true;
                return dispatcher;
            } finally {
                if (!started) {
                    loaded.catalog().close();
                }
            }
        } finally {
            if (!started) {
                loader.close();
            }
        }
    }

    private static Dispatcher start(
            ConfigurationLoader loader, Overrides overrides, Counters templateFailures, Loaded loaded)
            throws ConfigException, IOException {
        Configuration configuration = loaded.configuration();
        Secrets.replace(configuration.secrets());
        Gate.check(configuration, overrides);
        LogOptions log = configuration.settings().log();
        Logging.start(
                log.format().name().toLowerCase(Locale.ROOT),
                Level.valueOf(log.level().name()));
        // the port first: whether it is free should be known before any plugin runs
        HttpServer server =
                HttpServer.start(overrides.apply(configuration.settings().http()));
        Dispatcher dispatcher = new Dispatcher(loader, overrides, templateFailures, configuration, server);
        boolean begun = false;
        try {
            dispatcher.begin(loaded);
            begun = true;
            return dispatcher;
        } finally {
            if (!begun) {
                dispatcher.release();
            }
        }
    }

    /** Only puts together; {@link #begin} begins. */
    private Dispatcher(
            ConfigurationLoader loader,
            Overrides overrides,
            Counters templateFailures,
            Configuration configuration,
            HttpServer server) {
        Settings settings = configuration.settings();
        this.loader = loader;
        this.overrides = overrides;
        this.templateFailures = templateFailures;
        this.server = server;
        this.letters = new KeptLetters(settings);
        this.store = new Store(configuration.store(), clock);
        this.history = new KeptHistory(settings, store, clock);
        Ids ids = new Ids(clock);
        AtomicLong keys = new AtomicLong();
        Restore restore = new Restore(ledger, letters.deadLetters(), history.recent(), clock, ids, keys);
        this.promises = new KeptPromises(settings.journal(), loader.home().data(), journalCounts, restore);
        Counters pluginCounters = new Counters();
        this.instances = new Instances(
                new Lendings(
                        clock,
                        new JacksonJson(),
                        clients,
                        pluginCounters,
                        this::adapters,
                        new Replays(),
                        Told.by(history.recent(), history.history(), restore::read),
                        store),
                new Surroundings(clock, new Random(), watchdog, letters.deadLetters(), Secrets::mask),
                ledger,
                ids,
                this::current,
                new Intakes(this::current, ledger, clock, keys, history.recent(), promises::journal),
                new Spills(loader.home().data().resolve("spill"), restore::read, keys::incrementAndGet));
        this.hostRoutes = new HostRoutes(
                this,
                new Metrics(new Counted(
                        ledger,
                        this::inForce,
                        pluginCounters,
                        templateFailures,
                        server::counts,
                        letters,
                        reloads,
                        store,
                        journalCounts,
                        history.counts())),
                ToldRoutes.of(
                        history,
                        restore::read,
                        letters.deadLetters(),
                        ledger,
                        this::inForce,
                        clock,
                        ids,
                        loader.home().conf(),
                        this::ready));
    }

    private void begin(Loaded loaded) throws ConfigException {
        server.use(RouteTable.starting(hostRoutes.health()));
        Change change = Change.prepare(null, loaded, instances);
        boolean opened = false;
        try {
            promises.open(loaded.configuration(), change.after().routing().queues());
            opened = true;
        } finally {
            if (!opened) {
                change.abandon();
            }
        }
        take(change);
        watch.start();
        hangup = Hangup.on(this::reload);
        // last: nothing waits for it
        store.start();
        history.start();
    }

    /** Puts a prepared change into force. */
    private void take(Change change) throws ConfigException {
        Generation after = change.after();
        RouteTable table;
        try {
            table = hostRoutes.table(after);
        } catch (IllegalArgumentException e) {
            change.abandon();
            throw Gate.wrong(
                    after.configuration().at(ConfigurationReader.PORTALS),
                    ConfigurationReader.PORTALS,
                    String.valueOf(e.getMessage()));
        }
        change.beginNew();
        current = after;
        server.use(table);
        reloads.succeeded();
        leaving.incrementAndGet();
        CompletableFuture<?> unused = change.retireOld().whenComplete((gone, failure) -> {
            leaving.decrementAndGet();
            forgetSecrets();
        });
    }

    /** Secrets of the past need no masking once nothing has them any more. */
    private void forgetSecrets() {
        changing.lock();
        try {
            Generation now = current;
            if (leaving.get() == 0 && now != null) {
                Secrets.replace(now.configuration().secrets());
            }
        } finally {
            changing.unlock();
        }
    }

    /**
     * Reads everything again. All of it takes effect, or nothing. Waits for a reload in progress.
     *
     * @return what changed, or what is wrong
     */
    public Reload reload() {
        changing.lock();
        try {
            if (stopping) {
                return Reload.refused(
                        Gate.wrong(ConfigurationReader.BEGIN, "", "the dispatcher is stopping")
                                .mistakes(),
                        inForce().configuration().shortHash());
            }
            Reload result = reloadOnce();
            result.tell(LOG);
            return result;
        } finally {
            changing.unlock();
        }
    }

    private Reload reloadOnce() {
        Generation before = inForce();
        Loaded loaded = null;
        try {
            loaded = loader.load(before.catalog(), templateFailures);
            Configuration configuration = loaded.configuration();
            Secrets.add(configuration.secrets());
            Gate.check(configuration, overrides);
            Gate.checkUnchangeable(before.configuration(), configuration, overrides);
            Runnable admission = admission(configuration);
            promises.open(configuration, before.routing().queues());
            Change change = Change.prepare(before, loaded, instances);
            take(change);
            admission.run();
            return new Reload(List.of(), change.summary(), configuration.warnings(), configuration.shortHash());
        } catch (ConfigException e) {
            return refused(e, before, loaded);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.error("reloading failed", e);
            return refused(
                    Gate.wrong(ConfigurationReader.BEGIN, "", "reloading failed: " + e.getMessage()), before, loaded);
        }
    }

    /** The files of TLS are read here, so that a bad one is refused before anything changes. */
    private Runnable admission(Configuration configuration) throws ConfigException {
        try {
            return server.admission(overrides.apply(configuration.settings().http()));
        } catch (IllegalArgumentException e) {
            throw Gate.wrong(configuration.at("http"), "http", String.valueOf(e.getMessage()));
        }
    }

    private Reload refused(ConfigException wrong, Generation before, @Nullable Loaded loaded) {
        reloads.failed();
        if (loaded != null && inForce().catalog() != loaded.catalog()) {
            loaded.catalog().close();
        }
        Reload refused = Reload.refused(wrong.mistakes(), before.configuration().shortHash());
        forgetSecrets();
        return refused;
    }

    private Watch.Target watched() {
        Configuration configuration = inForce().configuration();
        return new Watch.Target(
                configuration.files(),
                configuration.hash(),
                configuration.settings().reload().watch());
    }

    private AdapterSet adapters() {
        return current().map(now -> now.configuration().adapters()).orElseGet(AdapterSet::builtIn);
    }

    private Optional<Generation> current() {
        return Optional.ofNullable(current);
    }

    Generation inForce() {
        return current().orElseThrow(() -> new IllegalStateException("the dispatcher is starting"));
    }

    public Configuration configuration() {
        return inForce().configuration();
    }

    Ledger ledger() {
        return ledger;
    }

    KeptLetters letters() {
        return letters;
    }

    StoreHealth storeHealth() {
        return store.health();
    }

    /** What the server answers by now. */
    RouteTable served() {
        return server.routes();
    }

    boolean ready() {
        return current != null && !stopping;
    }

    /** Whether it speaks TLS. */
    public boolean secure() {
        return server.secure();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Types and versions of the plugins in force, for the first lines of the log. */
    public Set<String> plugins() {
        Set<String> names = new TreeSet<>();
        inForce().catalog().plugins().stream()
                .filter(plugin -> !plugin.refused())
                .forEach(plugin -> names.add(plugin.facts().name()));
        return names;
    }

    /**
     * Takes nothing more, delivers what is waiting for at most {@code shutdown.drain}, keeps the rest as dead letters. Another
     * call waits for the first.
     */
    @Override
    public void close() {
        stopping = true;
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                Hangup handler = hangup;
                if (handler != null) {
                    handler.close();
                }
                waitForReload();
                new Drain(inForce(), instances, server).run();
                release();
            }
        } finally {
            closing.unlock();
        }
    }

    /** Of those that wait behind it none changes anything any more. */
    private void waitForReload() {
        changing.lock();
        try {
            watch.close();
        } finally {
            changing.unlock();
        }
    }

    private void release() {
        server.close();
        clients.close();
        watchdog.close();
        promises.close();
        letters.close();
        history.close();
        store.close();
        Generation last = current;
        if (last != null) {
            last.catalog().close();
        }
        loader.close();
    }
}
