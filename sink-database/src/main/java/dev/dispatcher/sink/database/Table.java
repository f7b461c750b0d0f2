/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's table as it is in the database.
 *
 * @param quoted with its schema, as it stands in a statement
 * @param columns those that are filled
 * @param updated those that change when the row is there already
 */
record Table(Dialect dialect, String quoted, List<Column> columns, List<Column> key, List<Column> updated) {

    /** An undefined table or column, as databases say it. */
    private static final String UNDEFINED = "42000";

    /** Looks the table up, and creates it first when it is missing and the options say so. */
    static Table of(Connection connection, DatabaseOptions options) throws SQLException {
        Found found = find(connection, options);
        if (found == null && options.create()) {
            create(connection, options);
            found = find(connection, options);
        }
        if (found == null) {
            throw new SQLException("there is no table '" + options.table() + "'", UNDEFINED);
        }
        return described(connection.getMetaData(), found, options);
    }

    private static Table described(DatabaseMetaData facts, Found found, DatabaseOptions options) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, DatabaseOptions.Column> asked : options.columns().entrySet()) {
            String actual = matching(asked.getKey(), found, options.table());
            columns.add(new Column(
                    asked.getKey(),
                    quoted(facts, actual),
                    found.columns.getOrDefault(actual, Kind.OTHER),
                    asked.getValue()));
        }
        List<Column> key = options.key().stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
        List<Column> updated = options.existing() == DatabaseOptions.Existing.KEEP
                ? List.of()
                : columns.stream()
                        .filter(column ->
                                !key.contains(column) && !column.filling().keep())
                        .toList();
        String schema = found.schema == null ? "" : quoted(facts, found.schema) + ".";
        return new Table(
                Dialect.of(facts.getDatabaseProductName()),
                schema + quoted(facts, found.table),
                List.copyOf(columns),
                key,
                updated);
    }

    private static String matching(String name, Found found, String table) throws SQLException {
        if (found.columns.containsKey(name)) {
            return name;
        }
        List<String> alike = found.columns.keySet().stream()
                .filter(each -> each.equalsIgnoreCase(name))
                .toList();
        if (alike.size() != 1) {
            throw new SQLException(
                    "the table '" + table + "' has no column '" + name + "'; it has " + found.columns.keySet(),
                    UNDEFINED);
        }
        return alike.get(0);
    }

    private record Found(@Nullable String schema, String table, Map<String, Kind> columns) {}

    private static @Nullable Found find(Connection connection, DatabaseOptions options) throws SQLException {
        Optional<String> current = Optional.ofNullable(connection.getSchema());
        if (options.schema().isPresent()) {
            return find(connection, options.schema().get(), options.table());
        }
        Found here = current.isPresent() ? find(connection, current.get(), options.table()) : null;
        return here == null ? find(connection, null, options.table()) : here;
    }

    private static @Nullable Found find(Connection connection, @Nullable String schema, String table)
            throws SQLException {
        for (String name : spellings(table)) {
            for (String place :
                    schema == null ? new String[] {null} : spellings(schema).toArray(new String[0])) {
                Found found = columns(connection, place, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** What was not quoted when it was created is in capitals here and in small letters there. */
    private static Set<String> spellings(String name) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(name);
        spellings.add(name.toUpperCase(Locale.ROOT));
        spellings.add(name.toLowerCase(Locale.ROOT));
        return spellings;
    }

    private static @Nullable Found columns(Connection connection, @Nullable String schema, String table)
            throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        Map<String, Found> bySchema = new LinkedHashMap<>();
        try (ResultSet rows = facts.getColumns(
                connection.getCatalog(),
                schema == null ? null : literally(facts, schema),
                literally(facts, table),
                null)) {
            while (rows.next()) {
                String place = rows.getString("TABLE_SCHEM");
                bySchema.computeIfAbsent(String.valueOf(place), key -> new Found(place, table, new LinkedHashMap<>()))
                        .columns
                        .put(
                                rows.getString("COLUMN_NAME"),
                                Kind.of(rows.getInt("DATA_TYPE"), String.valueOf(rows.getString("TYPE_NAME"))));
            }
        }
        if (bySchema.size() > 1) {
            throw new SQLException(
                    "there is a table '" + table + "' in each of the schemas " + bySchema.keySet()
                            + "; the option schema says which",
                    UNDEFINED);
        }
        return bySchema.isEmpty() ? null : bySchema.values().iterator().next();
    }

    /** For where a pattern is asked for. */
    private static String literally(DatabaseMetaData facts, String name) throws SQLException {
        String escape = facts.getSearchStringEscape();
        if (escape == null || escape.isEmpty()) {
            return name;
        }
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static void create(Connection connection, DatabaseOptions options) throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        Dialect dialect = Dialect.of(facts.getDatabaseProductName());
        List<String> parts = new ArrayList<>();
        options.columns().forEach((name, filling) -> {
            boolean inKey = options.key().contains(name);
            parts.add(name + '\0' + (inKey ? dialect.keyType(filling.as()) + " not null" : dialect.type(filling.as())));
        });
        StringBuilder text = new StringBuilder("create table ");
        if (options.schema().isPresent()) {
            text.append(quoted(facts, folded(facts, options.schema().get()))).append('.');
        }
        text.append(quoted(facts, folded(facts, options.table()))).append(" (");
        String comma = "";
        for (String part : parts) {
            String[] pair = part.split("\0", 2);
            text.append(comma)
                    .append(quoted(facts, folded(facts, pair[0])))
                    .append(' ')
                    .append(pair[1]);
            comma = ", ";
        }
        if (!options.key().isEmpty()) {
            text.append(", primary key (");
            comma = "";
            for (String name : options.key()) {
                text.append(comma).append(quoted(facts, folded(facts, name)));
                comma = ", ";
            }
            text.append(')');
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(text.append(')').toString());
        } catch (SQLException e) {
            // somebody else may have created it at the same moment
            if (find(connection, options) == null) {
                throw e;
            }
        }
    }

    /** As the database would have understood a simple name without quotes, so that its users need none either. */
    private static String folded(DatabaseMetaData facts, String name) throws SQLException {
        boolean simple = name.matches("[a-z_][a-z0-9_]*");
        return simple && facts.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }

    private static String quoted(DatabaseMetaData facts, String name) throws SQLException {
        String quote = facts.getIdentifierQuoteString();
        if (quote == null || quote.isBlank()) {
            quote = "\"";
        }
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
