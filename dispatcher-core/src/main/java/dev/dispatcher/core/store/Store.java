/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.dispatcher.core.store.StoreAddress.Kind;
import dev.dispatcher.core.store.StoreHealth.Connections;
import dev.dispatcher.core.store.StoreHealth.State;
import dev.dispatcher.core.thread.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database: opened by a thread of its own beside the start, watched, opened again when it went away, and begun anew when
 * its embedded file is damaged. Who asks for a connection meanwhile waits for a few seconds at most, and never after it is
 * known to be away. Any number of threads.
 */
public final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** How often it is looked at while it is well. */
    private static final Duration WATCH = Duration.ofSeconds(10);

    private final StoreAddress address;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<MigratedDataSource> lent = ConcurrentHashMap.newKeySet();
    private @Nullable HikariDataSource pool;
    private final DataSource source;
    private @Nullable Thread keeper;
    private State state;
    private Instant since;
    private String reason = "";
    private boolean suspect;
    private boolean damaged;
    private boolean closed;
    private long setAside;
    private long failures;
    /** Counts the databases begun: 1 is the first. */
    private long generation = 1;

    public Store(StoreAddress address, Clock clock) {
        this.address = address;
        this.clock = clock;
        this.source = Databases.source(address);
        this.since = clock.instant();
        this.state = address.kind() == Kind.NONE ? State.OFF : State.STARTING;
    }

    /** Begins to open it, and returns at once. May be called again. */
    public void start() {
        lock.lock();
        try {
            if (keeper == null && state != State.OFF && !closed) {
                keeper = Threads.factory("dispatcher-store-").newThread(this::keep);
                keeper.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the configuration says that there is none. */
    public boolean off() {
        return address.kind() == Kind.NONE;
    }

    public StoreAddress address() {
        return address;
    }

    /**
     * A source of connections to a database in which the changelog's tables are there. Nothing is waited for here: they are
     * made in the background, or by the first connection.
     *
     * @throws IllegalStateException when there is no store; says so in a sentence
     * @throws IllegalArgumentException when there is no such changelog
     */
    public MigratedDataSource lend(Changelog changelog) {
        if (off()) {
            throw new IllegalStateException(changelog.owner()
                    + " keeps tables in the store, and the configuration says 'store: none': give it a store, or take "
                    + changelog.owner() + " out");
        }
        changelog.check();
        MigratedDataSource made = new MigratedDataSource(this, changelog, lent::remove);
        lent.add(made);
        start();
        lock.lock();
        try {
            suspect = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return made;
    }

    public StoreHealth health() {
        lock.lock();
        try {
            HikariDataSource now = pool;
            return new StoreHealth(
                    Databases.NAMES.getOrDefault(address.kind(), ""),
                    address.shown(),
                    state,
                    since,
                    reason,
                    now == null || now.getHikariPoolMXBean() == null
                            ? Connections.NO_POOL
                            : new Connections(
                                    now.getHikariPoolMXBean().getActiveConnections(),
                                    now.getHikariPoolMXBean().getIdleConnections(),
                                    now.getHikariPoolMXBean().getThreadsAwaitingConnection()),
                    setAside,
                    failures);
        } finally {
            lock.unlock();
        }
    }

    /** Which database this is, counted from 1: another one has none of the tables. */
    long generation() {
        lock.lock();
        try {
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /** Without looking at tables. */
    Connection connection() throws SQLException {
        start();
        HikariDataSource open = opened();
        try {
            return open.getConnection();
        } catch (SQLException e) {
            failed(e);
            throw e;
        }
    }

    private HikariDataSource opened() throws SQLException {
        long left = Databases.PATIENCE.toNanos();
        lock.lock();
        try {
            while (state == State.STARTING && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            HikariDataSource now = pool;
            if (state == State.UP && now != null && !closed) {
                return now;
            }
            throw new SQLTransientConnectionException(
                    closed
                            ? "the store is closed"
                            : "the store is not there" + (reason.isEmpty() ? "" : ": " + reason));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for the store", e);
        } finally {
            lock.unlock();
        }
    }

    /** Whoever uses a connection tells what it threw, so that the store is looked at soon. */
    void failed(SQLException failure) {
        boolean isDamage = address.kind() == Kind.H2 && Damage.is(failure);
        if (isDamage || failure instanceof SQLTransientConnectionException || connectionLost(failure)) {
            lock.lock();
            try {
                suspect = true;
                damaged |= isDamage;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static boolean connectionLost(SQLException failure) {
        String sqlState = failure.getSQLState();
        return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("57P"));
    }

    private void keep() {
        Duration pause = SHORTEST_PAUSE;
        while (!isClosed()) {
            boolean well = look();
            if (well) {
                lent.forEach(MigratedDataSource::prepare);
            }
            pause = well ? WATCH : pause.equals(WATCH) ? SHORTEST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            sleep(pause);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void sleep(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            // while it is away nobody's failure is news
            while (!closed && left > 0 && !(suspect && state == State.UP)) {
                left = changed.awaitNanos(left);
            }
            suspect = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean look() {
        try {
            if (takeDamaged()) {
                throw new SQLException("the database reports damage", "XX001", 90030);
            }
            open();
            say(State.UP, "");
            return true;
        } catch (SQLException | IOException | RuntimeException e) {
            if (address.kind() == Kind.H2 && Damage.is(e)) {
                return beginAnew(e);
            }
            say(State.DOWN, text(e));
            return false;
        }
    }

    private boolean takeDamaged() {
        lock.lock();
        try {
            boolean was = damaged;
            damaged = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** By a connection of its own: of the pool one would learn only that it took too long. */
    private void open() throws SQLException, IOException {
        Path file = address.file();
        boolean held = false;
        if (file != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path data = Path.of(file + ".mv.db");
            held = Files.exists(data) && Files.size(data) > Damage.HEAD;
        }
        try (Connection connection = source.getConnection()) {
            Probe.of(connection, address.kind(), held);
            lock.lock();
            try {
                if (pool == null) {
                    pool = Databases.pool(address, source, this::failed);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean beginAnew(Exception why) {
        Path file = address.file();
        if (file == null) {
            return false;
        }
        leave(false);
        try {
            List<Path> places = Damage.setAside(file, clock);
            lock.lock();
            try {
                setAside++;
                generation++;
            } finally {
                lock.unlock();
            }
            LOG.error(
                    "THE STORE {} IS DAMAGED and was set aside as {}; a new, empty one is begun. What it held (history, promised"
                            + " events, tables of plugins) is not there until it is restored: {}",
                    address.shown(),
                    places,
                    text(why));
            open();
            say(State.UP, "");
            return true;
        } catch (IOException | SQLException | RuntimeException e) {
            say(State.DOWN, text(e));
            return false;
        }
    }

    /** Lets go of the pool and, where it is embedded, of the file. */
    private void leave(boolean orderly) {
        HikariDataSource old;
        lock.lock();
        try {
            old = pool;
            pool = null;
        } finally {
            lock.unlock();
        }
        if (old == null) {
            return;
        }
        // first, since it would open the file again for connections of its own
        old.close();
        if (address.kind() == Kind.H2) {
            try (Connection connection = source.getConnection()) {
                Databases.end(connection, orderly);
            } catch (SQLException e) {
                LOG.debug("the embedded database had ended before", e);
            }
        }
    }

    private void say(State now, String why) {
        boolean news;
        lock.lock();
        try {
            news = state != now || !reason.equals(why);
            if (state != now) {
                since = clock.instant();
                failures += now == State.DOWN ? 1 : 0;
            }
            state = now;
            reason = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (news && now == State.UP) {
            LOG.info("store: {}", address.shown());
        } else if (news) {
            LOG.warn("the store {} is not there, and tried again until it is: {}", address.shown(), why);
        }
    }

    /** The last cause says most; drivers wrap what the system said. */
    private static String text(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String cause = last == failure || last.getMessage() == null || message.contains(last.getMessage())
                ? ""
                : " (" + last.getMessage() + ")";
        return (message + cause).lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closed = true;
            running = keeper;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running != null) {
            try {
                // also in the middle of a connection attempt
                running.join(Databases.PATIENCE.plus(Databases.PATIENCE).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        leave(true);
        lock.lock();
        try {
            state = off() ? State.OFF : State.DOWN;
            reason = "closed";
        } finally {
            lock.unlock();
        }
    }

    /** How long {@link #close} waits for a connection attempt at most. */
    static long patienceSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(Databases.PATIENCE.toNanos());
    }
}
