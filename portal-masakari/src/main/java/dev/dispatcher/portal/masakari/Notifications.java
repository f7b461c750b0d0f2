/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The notifications in the dispatcher's own database. Any number of threads, and of dispatchers. */
final class Notifications {

    static final String CHANGELOG = "dev/dispatcher/portal/masakari/changelog.yaml";

    private static final String UNSETTLED = "status in ('new', 'running', 'error')";
    private static final String COLUMNS = "id, notification_uuid, generated_time, source_host_uuid, type, payload,"
            + " status, details, created_at, updated_at";

    private final DataSource database;
    private final Json json;

    Notifications(DataSource database, Json json) {
        this.database = database;
        this.json = json;
    }

    /** What is done with a notification before it is there for good. */
    @FunctionalInterface
    interface Before {
        void commit() throws DeliveryException, IOException, InterruptedException;
    }

    /**
     * Keeps a notification, unless there is one like it. Those of one host wait for each other, so that of two alike at the
     * same time one is the duplicate.
     *
     * @param row its id is not looked at
     * @param before is called once it is clear that there is none like it; what it throws takes the row back
     * @return with its id; empty for a duplicate
     */
    Optional<Row> add(Row row, String host, Duration window, Before before)
            throws DeliveryException, IOException, SQLException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            update(connection, "insert into masakari_host (name) values (?) on conflict do nothing", host);
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                lock(connection, host);
                if (duplicate(connection, row, window)) {
                    return Optional.empty();
                }
                long id = insert(connection, row);
                before.commit();
                connection.commit();
                done = true;
                return Optional.of(new Row(
                        id,
                        row.uuid(),
                        row.generated(),
                        row.host(),
                        row.type(),
                        row.payload(),
                        row.status(),
                        row.details(),
                        row.created(),
                        row.updated()));
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
    }

    private static void lock(Connection connection, String host) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select name from masakari_host where name = ? for update")) {
            set(statement, host);
            statement.executeQuery().close();
        }
    }

    private boolean duplicate(Connection connection, Row row, Duration window) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select id from masakari_notification where"
                + " source_host_uuid = ? and type = ? and fingerprint = ? and generated_time >= ? limit 1")) {
            long since = row.generated() - window.toMillis() * 1000;
            set(statement, row.host(), row.type(), fingerprint(row.payload()), since);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private long insert(Connection connection, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into masakari_notification (notification_uuid, generated_time, source_host_uuid, type, payload,"
                        + " fingerprint, status, details, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                new String[] {"id"})) {
            set(
                    statement,
                    row.uuid(),
                    row.generated(),
                    row.host(),
                    row.type(),
                    write(row.payload()),
                    fingerprint(row.payload()),
                    row.status(),
                    write(row.details()),
                    row.created(),
                    row.updated());
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private String fingerprint(Map<?, ?> payload) {
        Map<String, Object> sorted = new TreeMap<>();
        payload.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json.write(sorted)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<Row> find(String uuid) throws SQLException {
        return select("where notification_uuid = ?", uuid).stream().findFirst();
    }

    Optional<Row> find(long id) throws SQLException {
        return select("where id = ?", id).stream().findFirst();
    }

    List<Row> list(Listing.Sql sql) throws SQLException {
        return select(sql.text(), sql.values().toArray());
    }

    /** Those of which more may be heard, newest first. */
    List<Row> unsettled(int most) throws SQLException {
        return select("where " + UNSETTLED + " order by id desc limit " + most);
    }

    /** What became of it by now. What was settled once changes only when it is settled in another way. */
    void become(String uuid, String status, List<?> details, boolean settled, long now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            update(
                    connection,
                    "update masakari_notification set status = ?, details = ?, updated_at = ? where notification_uuid = ?"
                            + (settled ? "" : " and " + UNSETTLED),
                    status,
                    write(details),
                    now,
                    uuid);
        }
    }

    /** Forgets what came before {@code kept}, and gives up what came before {@code expired} and was never settled. */
    void tidy(long kept, long expired, long now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            update(connection, "delete from masakari_notification where created_at < ?", kept);
            update(
                    connection,
                    "update masakari_notification set status = 'failed', updated_at = ? where created_at < ? and "
                            + UNSETTLED,
                    now,
                    expired);
        }
    }

    private List<Row> select(String which, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select " + COLUMNS + " from masakari_notification " + which)) {
            set(statement, values);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
            return rows;
        }
    }

    private Row row(ResultSet found) throws SQLException {
        try {
            return new Row(
                    found.getLong("id"),
                    found.getString("notification_uuid"),
                    found.getLong("generated_time"),
                    found.getString("source_host_uuid"),
                    found.getString("type"),
                    json.read(bytes(found.getString("payload"))) instanceof Map<?, ?> map ? map : Map.of(),
                    found.getString("status"),
                    json.read(bytes(found.getString("details"))) instanceof List<?> list ? list : List.of(),
                    found.getLong("created_at"),
                    found.getLong("updated_at"));
        } catch (IOException e) {
            throw new SQLException("a notification in the store cannot be read", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String write(Object value) {
        return new String(json.write(value), StandardCharsets.UTF_8);
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
