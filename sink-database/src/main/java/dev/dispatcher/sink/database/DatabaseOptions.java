/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of {@code type: database}. */
public record DatabaseOptions(
        @Option("Address of the database, as postgres://host/name or in the form of its JDBC driver; never shown, since"
                + " it may hold a password.")
        Secret url,

        @Option("The user's name, unless the address says it.")
        Optional<String> user,

        @Option("The user's password, unless the address says it.")
        Optional<Secret> password,

        @Option("Further properties for the JDBC driver, by name.")
        Map<String, Secret> properties,

        @Option("The schema of the table, unless it is the one that the connection begins in.")
        Optional<String> schema,

        @Option("The table.") String table,

        @Option("The columns to fill, by name, and what each one gets.")
        Map<String, Column> columns,

        @Option("The columns by which a row is known: an event whose row is there already does not add another.")
        List<String> key,

        @Option(value = "What happens to a row that has the key already: update or keep.", fallback = "update")
        Existing existing,

        @Option(value = "Whether the table is created when it is not there.", fallback = "false")
        boolean create,

        @Option(value = "How long to wait for a connection.", fallback = "10s")
        Duration connectWithin) {

    /** What happens to a row that is there already. */
    public enum Existing {
        UPDATE,
        KEEP
    }

    /** What a column gets. */
    public record Column(
            @Option("The event's field; by default the one that is called as the column.")
            Optional<String> field,

            @Option("A template instead of a field.") Optional<Template> template,

            @Option(
                    value =
                            "What a column that is created holds: text, integer, number, double, boolean, timestamp, json,"
                                    + " or event, which is the whole event as JSON.",
                    fallback = "text")
            As as,

            @Option(value = "Whether an update leaves the column as it was.", fallback = "false")
            boolean keep) {

        public Column {
            if (field.isPresent() && template.isPresent()) {
                throw new IllegalArgumentException("field and template exclude each other");
            }
            if (as == As.EVENT && (field.isPresent() || template.isPresent())) {
                throw new IllegalArgumentException("as: event is the whole event, and has no field and no template");
            }
        }
    }

    /** What a column that is created holds. */
    public enum As {
        TEXT,
        INTEGER,
        NUMBER,
        DOUBLE,
        BOOLEAN,
        TIMESTAMP,
        JSON,
        EVENT
    }

    public DatabaseOptions {
        columns = new LinkedHashMap<>(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns should name at least one column");
        }
        named("table", table);
        schema.ifPresent(name -> named("schema", name));
        for (String column : columns.keySet()) {
            named("the name of a column", column);
        }
        for (String column : key) {
            Column filled = columns.get(column);
            if (filled == null) {
                throw new IllegalArgumentException("key names '" + column + "', which is none of the columns");
            }
            if (filled.keep()) {
                throw new IllegalArgumentException("the column " + column + " of the key is never updated: no keep");
            }
        }
        if (key.isEmpty()) {
            if (existing == Existing.KEEP || columns.values().stream().anyMatch(Column::keep)) {
                throw new IllegalArgumentException("keep needs a key, by which a row is known");
            }
        }
        if (connectWithin.compareTo(Duration.ofMillis(250)) < 0 || connectWithin.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("connect-within should be between 250ms and 1h");
        }
        Address.of(url, user, password);
    }

    private static void named(String option, String name) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(option + " should be a name without control characters");
        }
    }

    /** Where and which columns; nothing that may be a secret. */
    @Override
    public String toString() {
        return "database options with table " + table + ", columns " + columns.keySet() + ", key " + key;
    }
}
