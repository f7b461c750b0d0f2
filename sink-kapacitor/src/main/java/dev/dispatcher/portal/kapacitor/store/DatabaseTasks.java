/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.store;

import dev.dispatcher.api.Json;
import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** In the dispatcher's own database. */
public final class DatabaseTasks implements Tasks {

    /** The tables. */
    public static final String CHANGELOG = "dev/dispatcher/portal/kapacitor/changelog.yaml";

    private static final String TABLE = "kapacitor_alerts_task";
    private static final String IMPORTED = "kapacitor_alerts_imported";
    private static final String COLUMNS = "id, version, kind, definition, busy_until";
    private static final String TAKEN = "23505";

    private final DataSource database;
    private final Json json;

    public DatabaseTasks(DataSource database, Json json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public List<Task> all(Kind kind) throws SQLException {
        // sorted here: the order of texts in a database depends on how it was made
        return select("where kind = ?", kind.path()).stream()
                .flatMap(row -> row.task().stream())
                .sorted(Comparator.comparing(Task::app).thenComparing(Task::id))
                .toList();
    }

    @Override
    public List<Row> rows() throws SQLException {
        return select("order by id");
    }

    @Override
    public Optional<Row> row(String id) throws SQLException {
        return select("where id = ?", id).stream().findFirst();
    }

    private List<Row> select(String which, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select " + COLUMNS + " from " + TABLE + " " + which)) {
            set(statement, values);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(read(found));
                }
            }
            return rows;
        }
    }

    private Row read(ResultSet found) throws SQLException {
        String id = found.getString("id");
        Kind kind = Kind.of(found.getString("kind"))
                .orElseThrow(() -> new SQLException("the kind of the task " + id + " in the store is unknown"));
        String definition = found.getString("definition");
        long until = found.getLong("busy_until");
        return new Row(
                id,
                found.getLong("version"),
                definition == null ? Optional.empty() : Optional.of(task(kind, id, definition)),
                until == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)));
    }

    private Task task(Kind kind, String id, String definition) throws SQLException {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            if (json.read(definition.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
                map.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
            }
            return Task.of(kind, fields);
        } catch (IOException e) {
            throw new SQLException("the task " + id + " in the store cannot be read", e);
        }
    }

    private String definition(Task task) {
        return new String(json.write(task.fields()), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Row> announce(Task task, Instant until) throws SQLException {
        long version = version();
        if (!insert(task, version, null, until.toEpochMilli())) {
            return Optional.empty();
        }
        return Optional.of(new Row(task.id(), version, Optional.empty(), Optional.of(until)));
    }

    @Override
    public boolean adopt(Task task) throws SQLException {
        return insert(task, version(), definition(task), 0);
    }

    private static long version() {
        // not 1: whoever still holds a row of this id that was removed meanwhile must not mean this one
        return ThreadLocalRandom.current().nextLong(1, 1L << 52);
    }

    private boolean insert(Task task, long version, @Nullable String definition, long until) throws SQLException {
        return insert(
                "insert into " + TABLE + " (" + COLUMNS + ") values (?, ?, ?, ?, ?)",
                task.id(),
                version,
                task.kind().path(),
                definition,
                until);
    }

    private boolean insert(String sql, @Nullable Object... values) throws SQLException {
        try {
            update(sql, values);
            return true;
        } catch (SQLException e) {
            if (TAKEN.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void remember(String id) throws SQLException {
        insert("insert into " + IMPORTED + " (id) values (?)", id);
    }

    @Override
    public boolean remembered(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select id from " + IMPORTED + " where id = ?")) {
            set(statement, id);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    @Override
    public Optional<Row> claim(Row row, Instant until) throws SQLException {
        boolean done = write(row, row.task().map(this::definition).orElse(null), until.toEpochMilli());
        return done
                ? Optional.of(new Row(row.id(), row.version() + 1, row.task(), Optional.of(until)))
                : Optional.empty();
    }

    @Override
    public boolean settle(Row row, Task task) throws SQLException {
        return write(row, definition(task), 0);
    }

    private boolean write(Row row, @Nullable String definition, long until) throws SQLException {
        return update(
                        "update " + TABLE + " set definition = ?, busy_until = ?, version = version + 1"
                                + " where id = ? and version = ?",
                        definition,
                        until,
                        row.id(),
                        row.version())
                == 1;
    }

    @Override
    public boolean remove(Row row) throws SQLException {
        return update("delete from " + TABLE + " where id = ? and version = ?", row.id(), row.version()) == 1;
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, java.sql.Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }
}
