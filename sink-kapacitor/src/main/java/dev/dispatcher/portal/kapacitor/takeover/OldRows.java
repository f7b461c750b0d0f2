/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.takeover;

import dev.dispatcher.portal.kapacitor.task.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The tables of kapacitor-alerts-api, where they lie in the store's database: it had the same {@code DATABASE_URL}. They are
 * only read.
 */
final class OldRows {

    static final String FROM = "the old database";

    private static final Map<Kind, String> TABLES = tables();
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private final DataSource database;

    OldRows(DataSource database) {
        this.database = database;
    }

    private static Map<Kind, String> tables() {
        Map<Kind, String> tables = new LinkedHashMap<>();
        tables.put(Kind.ERRORS, "_5xx_tasks");
        tables.put(Kind.CRASHED, "crashed_tasks");
        tables.put(Kind.RELEASE, "released_tasks");
        tables.put(Kind.MEMORY, "memory_tasks");
        return tables;
    }

    List<Old> all() throws SQLException {
        List<Old> found = new ArrayList<>();
        for (Map.Entry<Kind, String> table : TABLES.entrySet()) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select " + columns(table.getKey()) + " from " + table.getValue() + " order by app")) {
                while (rows.next()) {
                    found.add(read(table.getKey(), rows));
                }
            } catch (SQLException e) {
                if (!NO_TABLE.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static String columns(Kind kind) {
        return switch (kind) {
            case ERRORS -> "app, tolerance, slack, post, email";
            case MEMORY -> "app, dynotype, crit, warn, wind, every, slack, post, email";
            case CRASHED, RELEASE -> "app, slack, post, email";
        };
    }

    private static Old read(Kind kind, ResultSet row) throws SQLException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String column : columns(kind).split(", ")) {
            String value = row.getString(column);
            // the one column that is called otherwise than its field
            fields.put(column.equals("wind") ? "window" : column, value == null ? "" : value);
        }
        Old old = Old.of("", FROM, kind, fields);
        return new Old(old.task().id(), FROM, old.task(), "");
    }
}
