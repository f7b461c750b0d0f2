/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Writes each batch as rows, in one transaction. */
final class DatabaseSink implements Sink {

    /** Never reached: each delivery has one connection, and there are as many as deliveries at once. */
    private static final int MOST_CONNECTIONS = 1000;

    private final DatabaseOptions options;
    private final HikariDataSource pool;
    private final ExecutorService threads;
    private final List<String> secrets = new ArrayList<>();
    private final Values values;
    private volatile @Nullable Table table;

    DatabaseSink(DatabaseOptions options, PluginContext context) {
        this.options = options;
        this.values = new Values(context.json());
        Address address = Address.of(options.url(), options.user(), options.password());
        Properties properties = address.properties();
        if (options.key().isEmpty() && address.jdbc().startsWith("jdbc:postgresql:")) {
            properties.setProperty("reWriteBatchedInserts", "true");
        }
        options.properties().forEach((name, value) -> properties.setProperty(name, value.reveal()));
        address.password().ifPresent(secrets::add);
        options.properties().values().stream()
                .map(Secret::reveal)
                .filter(text -> text.length() > 5)
                .forEach(secrets::add);
        secrets.add(address.jdbc());
        secrets.removeIf(String::isEmpty);
        ThreadFactory daemons = work -> {
            Thread thread = new Thread(work, "database-" + context.name());
            thread.setDaemon(true);
            return thread;
        };
        Drivers.Source source = new Drivers.Source(Drivers.taking(address.jdbc()), address.jdbc(), properties);
        this.pool = pool(source, context.name(), options.connectWithin(), daemons);
        this.threads = Executors.newCachedThreadPool(daemons);
    }

    private static HikariDataSource pool(Drivers.Source source, String name, Duration within, ThreadFactory daemons) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("database-" + name);
        config.setThreadFactory(daemons);
        // made when they are needed, so that a database that is down does not hold the start
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setConnectionTimeout(within.toMillis());
        return new HikariDataSource(config);
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        Call call = new Call();
        Future<Optional<DeliveryException>> written = threads.submit(() -> write(batch, call));
        Optional<DeliveryException> failure;
        try {
            failure = written.get();
        } catch (InterruptedException e) {
            written.cancel(true);
            call.end();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<DeliveryException> write(List<Event> batch, Call call) {
        Failures failures = new Failures();
        try (Connection connection = pool.getConnection()) {
            try {
                call.using(connection);
                write(batch, connection, call, failures);
            } finally {
                call.over();
            }
        } catch (SQLException e) {
            return Optional.of(Verdict.of(e).exception(e, secrets));
        }
        return failures.all();
    }

    private void write(List<Event> batch, Connection connection, Call call, Failures failures) throws SQLException {
        Table known = table;
        if (known != null) {
            Failures first = new Failures();
            if (new Writer(connection, known, values, call, secrets).write(batch, false, first)) {
                failures.take(first);
                return;
            }
        }
        // not looked at yet, or changed since
        connection.setAutoCommit(true);
        Table found = Table.of(connection, options);
        table = found;
        new Writer(connection, found, values, call, secrets).write(batch, true, failures);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        pool.close();
    }

    @Override
    public String toString() {
        return "database, table " + options.table();
    }
}
