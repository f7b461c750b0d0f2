/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import dev.dispatcher.core.store.StoreAddress.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a database can be worked with, before anybody does. */
final class Probe {

    /** The oldest that is maintained while this is written, and has what the statements use. */
    private static final int OLDEST_POSTGRESQL = 13;

    private Probe() {}

    /**
     * @param held whether an embedded database was there before, and more than its file's head
     * @throws SQLException saying why not
     */
    static void of(Connection connection, Kind kind, boolean held) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet one = statement.executeQuery(
                        kind == Kind.H2 ? "select count(*) from information_schema.tables" : "select 1")) {
            one.next();
        }
        if (kind == Kind.POSTGRESQL && connection.getMetaData().getDatabaseMajorVersion() < OLDEST_POSTGRESQL) {
            throw new SQLException("PostgreSQL " + connection.getMetaData().getDatabaseProductVersion()
                    + " is too old; it takes " + OLDEST_POSTGRESQL + " or later");
        }
        if (kind == Kind.H2 && !Book.isThere(connection)) {
            if (held) {
                // a file that lost its end opens as an empty database
                throw new SQLException(
                        "the file was there, and nothing that the store writes is in it", "XX001", 90030);
            }
            Book.make(connection);
        }
    }
}
