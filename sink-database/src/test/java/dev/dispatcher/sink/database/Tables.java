/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeTemplate;
import dev.dispatcher.api.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options for tests, said as far as they differ from the defaults. */
final class Tables {

    String url;
    Optional<String> user;
    Optional<Secret> password = Optional.empty();
    Map<String, Secret> properties = new LinkedHashMap<>();
    Optional<String> schema = Optional.empty();
    String table = "notes";
    Map<String, DatabaseOptions.Column> columns = new LinkedHashMap<>();
    List<String> key = List.of();
    DatabaseOptions.Existing existing = DatabaseOptions.Existing.UPDATE;
    boolean create;
    Duration within = Duration.ofSeconds(10);

    static Tables in(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return at(connection.getMetaData().getURL(), database.kind() == TestDatabase.Kind.H2 ? "sa" : "postgres");
        }
    }

    static Tables at(String url, String user) {
        Tables tables = new Tables();
        tables.url = url;
        tables.user = Optional.of(user);
        return tables;
    }

    Tables column(String name) {
        return column(name, DatabaseOptions.As.TEXT);
    }

    Tables column(String name, DatabaseOptions.As as) {
        columns.put(name, new DatabaseOptions.Column(Optional.empty(), Optional.empty(), as, false));
        return this;
    }

    Tables field(String name, String field) {
        columns.put(
                name, new DatabaseOptions.Column(Optional.of(field), Optional.empty(), DatabaseOptions.As.TEXT, false));
        return this;
    }

    Tables template(String name, String template) {
        return template(name, template, DatabaseOptions.As.TEXT);
    }

    Tables template(String name, String template, DatabaseOptions.As as) {
        columns.put(
                name, new DatabaseOptions.Column(Optional.empty(), Optional.of(FakeTemplate.of(template)), as, false));
        return this;
    }

    Tables kept(String name) {
        columns.put(
                name, new DatabaseOptions.Column(Optional.empty(), Optional.empty(), DatabaseOptions.As.TEXT, true));
        return this;
    }

    Tables key(String... names) {
        key = List.of(names);
        return this;
    }

    Tables create() {
        create = true;
        return this;
    }

    DatabaseOptions options() {
        return new DatabaseOptions(
                new Secret(url), user, password, properties, schema, table, columns, key, existing, create, within);
    }

    /** Each row as its values with a bar between them. */
    static List<String> rows(TestDatabase database, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }
}
