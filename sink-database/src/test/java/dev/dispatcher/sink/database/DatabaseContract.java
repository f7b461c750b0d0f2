/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.SinkContract;
import dev.dispatcher.api.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

abstract class DatabaseContract extends SinkContract<DatabaseOptions> {

    private final TestDatabase database;
    private ServerSocket silent;

    DatabaseContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() throws Exception {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        database.execute("create table notes (id varchar, message varchar, lag numeric(30, 3), raw " + json() + ")");
    }

    abstract String json();

    @AfterEach
    void close() throws Exception {
        silent.close();
        database.close();
    }

    @Override
    protected SinkFactory<DatabaseOptions> factory() {
        return new DatabaseFactory();
    }

    private static Tables columns(Tables tables) {
        return tables.column("id").column("message").column("lag").column("raw", DatabaseOptions.As.EVENT);
    }

    @Override
    protected DatabaseOptions working() {
        try {
            return columns(Tables.in(database)).options();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected List<String> received() {
        try {
            return Tables.rows(database, "select message, raw from notes");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Optional<DatabaseOptions> down() {
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tables tables =
                    Tables.at("postgres://writer:B3ARERT0KEN@127.0.0.1:" + unused.getLocalPort() + "/events", "writer");
            tables.user = Optional.empty();
            tables.properties.put("options", new Secret("-c search_path=S3CR3TPATH"));
            tables.within = Duration.ofMillis(500);
            return Optional.of(columns(tables).options());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<String> secrets() {
        return List.of("B3ARERT0KEN", "S3CR3TPATH");
    }

    @Override
    protected Optional<DatabaseOptions> hanging() {
        Tables tables = Tables.at("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/events", "writer");
        tables.within = Duration.ofHours(1);
        return Optional.of(columns(tables).options());
    }
}
