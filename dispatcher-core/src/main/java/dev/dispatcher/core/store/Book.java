/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code dispatcher_schema}: which changelog was applied in which version. It is also what tells a store from an
 * empty database.
 */
final class Book {

    private static final String MAKE =
            "create table if not exists dispatcher_schema (prefix varchar(128) not null, changelog"
                    + " varchar(512) not null, fingerprint varchar(64) not null, applied timestamp with time zone not null,"
                    + " primary key (prefix, changelog))";

    private Book() {}

    static void make(Connection connection) throws SQLException {
        try (Statement make = connection.createStatement()) {
            make.execute(MAKE);
        }
    }

    static boolean isThere(Connection connection) throws SQLException {
        String name = connection.getMetaData().storesUpperCaseIdentifiers() ? "DISPATCHER_SCHEMA" : "dispatcher_schema";
        try (ResultSet tables =
                connection.getMetaData().getTables(null, null, name, new String[] {"TABLE", "BASE TABLE"})) {
            return tables.next();
        }
    }

    static @Nullable String fingerprint(Changelog changelog, Connection connection) throws SQLException {
        if (!isThere(connection)) {
            return null;
        }
        try (PreparedStatement query = connection.prepareStatement(
                "select fingerprint from dispatcher_schema where prefix = ? and changelog = ?")) {
            query.setString(1, changelog.prefix());
            query.setString(2, changelog.path());
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    /** @param fingerprint null when it is not to be relied on */
    static void note(Changelog changelog, Connection connection, @Nullable String fingerprint) throws SQLException {
        make(connection);
        try (PreparedStatement delete =
                connection.prepareStatement("delete from dispatcher_schema where prefix = ? and changelog = ?")) {
            delete.setString(1, changelog.prefix());
            delete.setString(2, changelog.path());
            delete.executeUpdate();
        }
        if (fingerprint == null) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into dispatcher_schema values (?, ?, ?, ?)")) {
            insert.setString(1, changelog.prefix());
            insert.setString(2, changelog.path());
            insert.setString(3, fingerprint);
            insert.setTimestamp(4, Timestamp.from(Instant.now()));
            insert.executeUpdate();
        }
    }
}
