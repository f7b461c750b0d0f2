/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.dispatcher.core.store.StoreAddress.Kind;
import dev.dispatcher.core.thread.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections to what an address names. */
final class Databases {

    /** How long somebody waits for a connection before hearing that there is none. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The dispatcher closes it, not a hook of H2 that would run beside the drain. */
    private static final String H2_SETTINGS =
            ";MODE=PostgreSQL;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0;CACHE_SIZE=16384";

    private Databases() {}

    /** Opens nothing yet. */
    static DataSource source(StoreAddress address) {
        if (address.kind() == Kind.NONE) {
            // nobody asks it
            return new JdbcDataSource();
        }
        if (address.kind() == Kind.H2) {
            JdbcDataSource source = new JdbcDataSource();
            source.setUrl(address.url() + H2_SETTINGS);
            source.setUser(address.user());
            source.setPassword("");
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setConnectTimeout((int) PATIENCE.toSeconds());
        source.setSocketTimeout(60);
        source.setTcpKeepAlive(true);
        source.setApplicationName("dispatcher");
        // what the address says comes last and wins
        source.setURL(address.url());
        if (!address.user().isEmpty()) {
            source.setUser(address.user());
        }
        if (!address.password().reveal().isEmpty()) {
            source.setPassword(address.password().reveal());
        }
        return source;
    }

    /** @param failed told whatever a statement throws, whoever runs it */
    static HikariDataSource pool(StoreAddress address, DataSource source, Consumer<SQLException> failed) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source);
        config.setMaximumPoolSize(address.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setLeakDetectionThreshold(Duration.ofMinutes(1).toMillis());
        config.setThreadFactory(Threads.factory("dispatcher-store-pool-"));
        config.setExceptionOverride(new SQLExceptionOverride() {
            @java.lang.Override
            public Override adjudicate(SQLException failure) {
                failed.accept(failure);
                return Override.CONTINUE_EVICT;
            }
        });
        return new HikariDataSource(config);
    }

    /** Ends an embedded database whose connections may be in any state. */
    static void end(Connection connection, boolean orderly) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(orderly ? "SHUTDOWN" : "SHUTDOWN IMMEDIATELY");
        }
    }

    /** For metrics and answers. */
    static final Map<Kind, String> NAMES = Map.of(Kind.NONE, "none", Kind.H2, "h2", Kind.POSTGRESQL, "postgresql");
}
