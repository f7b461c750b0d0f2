/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.adapter.Replays;
import dev.dispatcher.core.builtin.LogSinkFactory;
import dev.dispatcher.core.client.HttpClients;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.delivery.Courier.Surroundings;
import dev.dispatcher.core.delivery.Watchdog;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.intake.Intake;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.logging.Secrets;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.server.HttpOptions;
import dev.dispatcher.core.server.HttpServer;
import dev.dispatcher.core.server.RouteTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running dispatcher: one configuration in force, exchanged by {@link #reload}, ended by {@link #close}. Any number of
 * threads.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final ReentrantLock changing = new ReentrantLock();
    private final ConfigurationLoader loader;
    private final Overrides overrides;
    private final Clock clock = Clock.systemUTC();
    private final Ledger ledger = new Ledger();
    private final Counters templateFailures;
    private final ReloadCounts reloads = new ReloadCounts(clock);
    private final Watchdog watchdog = new Watchdog();
    private final HttpClients clients = new HttpClients();
    private final List<Intake> intakes = new CopyOnWriteArrayList<>();
    private final AtomicLong keys = new AtomicLong();
    private final KeptLetters letters;
    private final HttpServer server;
    private final Instances instances;
    private final HostRoutes hostRoutes;
    private final Watch watch = new Watch(this::watched, this::reload);
    private volatile @Nullable Generation current;
    private volatile boolean stopping;

    /**
     * What the command line says over the files.
     *
     * @param listen instead of {@code http.listen}
     */
    public record Overrides(Optional<String> listen) {

        public static final Overrides NONE = new Overrides(Optional.empty());

        /** @throws IllegalArgumentException when {@code listen} is no address and port */
        public static Overrides of(@Nullable String listen) {
            Overrides overrides = new Overrides(Optional.ofNullable(listen));
            overrides.apply(HttpOptions.DEFAULTS);
            return overrides;
        }

        HttpOptions apply(HttpOptions options) {
            return listen.map(options::listening).orElse(options);
        }
    }

    /**
     * Reads the configuration, checks all of it, and starts.
     *
     * @throws ConfigException with everything that is wrong; nothing has been opened then
     * @throws IOException when the address cannot be listened at, or the data folder cannot be written
     */
    public static Dispatcher start(Home home, Overrides overrides) throws ConfigException, IOException {
        ConfigurationLoader loader = new ConfigurationLoader(home, System::getenv, new LogSinkFactory());
        Counters templateFailures = new Counters();
        Loaded loaded = null;
        try {
            loaded = loader.load(null, templateFailures);
            Gate.check(loaded.configuration(), overrides);
            return new Dispatcher(loader, overrides, templateFailures, loaded);
        } catch (ConfigException | IOException | RuntimeException e) {
            if (loaded != null) {
                loaded.catalog().close();
            }
            loader.close();
            throw e;
        }
    }

    private Dispatcher(ConfigurationLoader loader, Overrides overrides, Counters templateFailures, Loaded loaded)
            throws ConfigException, IOException {
        this.loader = loader;
        this.overrides = overrides;
        this.templateFailures = templateFailures;
        Configuration configuration = loaded.configuration();
        Secrets.replace(configuration.secrets());
        this.letters = new KeptLetters(configuration.settings());
        Counters pluginCounters = new Counters();
        this.instances = new Instances(
                new Lendings(clock, new JacksonJson(), clients, pluginCounters, this::adapters, new Replays()),
                new Surroundings(clock, new Random(), watchdog, letters.deadLetters(), Secrets::mask),
                ledger,
                new Ids(clock),
                this::current,
                this::intake);
        // the port first: whether it is free should be known before any plugin runs
        this.server = listen(configuration);
        this.hostRoutes = new HostRoutes(
                this,
                new Metrics(new Counted(
                        ledger, this::inForce, pluginCounters, templateFailures, server::counts, letters, reloads)));
        try {
            server.use(RouteTable.of(hostRoutes.health()));
            take(Change.prepare(null, loaded, instances));
        } catch (ConfigException | RuntimeException e) {
            release();
            throw e;
        }
        watch.start();
        Hangup.on(this::reload);
    }

    private HttpServer listen(Configuration configuration) throws IOException {
        try {
            return HttpServer.start(overrides.apply(configuration.settings().http()));
        } catch (IOException | RuntimeException e) {
            watchdog.close();
            letters.close();
            throw e;
        }
    }

    private Intake intake(PortalSpec spec) {
        Intake intake = new Intake(
                spec.name(),
                spec.intake(),
                () -> {
                    Generation now = current;
                    return now == null ? null : now.routing();
                },
                ledger,
                clock,
                keys::incrementAndGet);
        intakes.add(intake);
        return intake;
    }

    /** Puts a prepared change into force. */
    private void take(Change change) throws ConfigException {
        Generation after = change.after();
        RouteTable table;
        try {
            table = hostRoutes.table(after);
        } catch (IllegalArgumentException e) {
            change.abandon();
            throw Gate.wrong(ConfigurationReader.MAIN_FILE, "portals", String.valueOf(e.getMessage()));
        }
        change.beginNew();
        current = after;
        server.use(table);
        change.retireOld();
        reloads.succeeded();
    }

    /**
     * Reads everything again. All of it takes effect, or nothing. Waits for a reload in progress.
     *
     * @return what changed, or what is wrong
     */
    public Reload reload() {
        changing.lock();
        try {
            Reload result = reloadOnce();
            tell(result);
            return result;
        } finally {
            changing.unlock();
        }
    }

    private Reload reloadOnce() {
        Generation before = inForce();
        if (stopping) {
            return Reload.refused(
                    Gate.wrong(ConfigurationReader.MAIN_FILE, "", "the dispatcher is stopping")
                            .mistakes(),
                    before.configuration().shortHash());
        }
        Loaded loaded = null;
        try {
            loaded = loader.load(before.catalog(), templateFailures);
            Configuration configuration = loaded.configuration();
            Gate.check(configuration, overrides);
            Gate.checkUnchangeable(before.configuration().settings(), configuration.settings(), overrides);
            Secrets.add(configuration.secrets());
            Change change = Change.prepare(before, loaded, instances);
            // from here the change owns the catalog
            loaded = null;
            take(change);
            server.admit(overrides.apply(configuration.settings().http()));
            return new Reload(List.of(), change.summary(), configuration.warnings(), configuration.shortHash());
        } catch (ConfigException e) {
            closeUnused(loaded);
            return refused(e, before);
        } catch (IOException | RuntimeException e) {
            LOG.error("reloading failed", e);
            closeUnused(loaded);
            return refused(
                    Gate.wrong(ConfigurationReader.MAIN_FILE, "", "reloading failed: " + e.getMessage()), before);
        }
    }

    private Reload refused(ConfigException wrong, Generation before) {
        reloads.failed();
        return Reload.refused(wrong.mistakes(), before.configuration().shortHash());
    }

    private static void closeUnused(@Nullable Loaded loaded) {
        if (loaded != null) {
            loaded.catalog().close();
        }
    }

    private static void tell(Reload result) {
        if (result.done()) {
            LOG.info(
                    "reloaded, {}",
                    result.changes().isEmpty() ? "nothing changed" : String.join("; ", result.changes()));
            result.warnings().forEach(LOG::warn);
        } else {
            LOG.error("reload refused; the configuration before it stays in force:");
            result.mistakes().forEach(mistake -> LOG.error("  {}", mistake));
        }
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

    boolean ready() {
        return current != null && !stopping;
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

    /** Takes nothing more, delivers what is waiting for at most {@code shutdown.drain}, keeps the rest as dead letters. */
    @Override
    public void close() {
        changing.lock();
        try {
            if (stopping) {
                return;
            }
            stopping = true;
            watch.close();
            intakes.forEach(Intake::stop);
            new Drain(inForce(), instances.leaving(), server).run();
            release();
        } finally {
            changing.unlock();
        }
    }

    private void release() {
        server.close();
        watchdog.close();
        letters.close();
        Generation last = current;
        if (last != null) {
            last.catalog().close();
        }
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("private copies of plugins could not be deleted: {}", e.getMessage());
        }
    }
}
