/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Stores for tests: the embedded file in a folder, or the PostgreSQL of the test. */
public final class Stores {

    private Stores() {}

    public static StoreAddress address(TestDatabase database, Path folder) {
        return database.url()
                .map(url -> StoreAddress.read(new Secret(url), Optional.empty(), Optional.empty()))
                .orElseGet(() -> StoreAddress.embedded(folder, 4));
    }

    public static Store of(TestDatabase database, Path folder) {
        return new Store(address(database, folder), Clock.systemUTC());
    }

    static Changelog notes(String path) {
        return new Changelog("notes", "notes_", path, Stores.class.getClassLoader());
    }

    static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String first(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        }
    }
}
