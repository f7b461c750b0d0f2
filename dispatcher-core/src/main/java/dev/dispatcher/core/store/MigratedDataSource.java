/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the store in which somebody's tables are there: they are made when the store is, also after it was begun
 * anew. Any number of threads, until it is closed.
 */
public final class MigratedDataSource implements DataSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigratedDataSource.class);

    /** A changelog that fails fails again: who asks meanwhile hears of the last time. */
    private static final long AGAIN = Duration.ofSeconds(10).toNanos();

    private final Store store;
    private final Changelog changelog;
    private final Consumer<MigratedDataSource> forget;
    private final ReentrantLock lock = new ReentrantLock();
    /** The database that has the tables; 0 for none yet. */
    private volatile long migrated;

    private volatile boolean closed;
    private @Nullable SQLException failure;
    private long failedAt;

    MigratedDataSource(Store store, Changelog changelog, Consumer<MigratedDataSource> forget) {
        this.store = store;
        this.changelog = changelog;
        this.forget = forget;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (closed) {
            throw new SQLException(changelog.owner() + " is closed, and so is its database");
        }
        migrate();
        return store.connection();
    }

    /** In the background, so that nobody has to wait for it. */
    void prepare() {
        try {
            migrate();
        } catch (SQLException e) {
            LOG.debug("{}: the tables are not there yet", changelog.owner(), e);
        }
    }

    private void migrate() throws SQLException {
        if (migrated == store.generation() || closed) {
            return;
        }
        lock.lock();
        try {
            long generation = store.generation();
            if (migrated == generation) {
                return;
            }
            SQLException last = failure;
            if (last != null && System.nanoTime() - failedAt < AGAIN) {
                throw new SQLException(last.getMessage(), last.getSQLState(), last.getErrorCode(), last);
            }
            try (Connection connection = store.connection()) {
                apply(connection);
            }
            failure = null;
            migrated = generation;
        } finally {
            lock.unlock();
        }
    }

    private void apply(Connection connection) throws SQLException {
        try {
            Migration.run(changelog, connection, store.address().kind());
        } catch (SQLException e) {
            store.failed(e);
            if (failure == null || !String.valueOf(failure.getMessage()).equals(e.getMessage())) {
                LOG.error("{}: the tables in the store could not be made: {}", changelog.owner(), e.getMessage());
            }
            failure = e;
            failedAt = System.nanoTime();
            throw e;
        }
    }

    /** Connections that are out stay usable. */
    @Override
    public void close() {
        closed = true;
        forget.accept(this);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the store has one user; call getConnection()");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // SLF4J is what is logged with
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the dispatcher says how long to wait");
    }

    @Override
    public int getLoginTimeout() {
        return (int) Store.patienceSeconds();
    }

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("SLF4J is what is logged with");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
