/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The statements of the history. Each runs in the transaction of its connection. */
final class Tables {

    /** How many events a free text is looked for in, at most. */
    static final int WINDOW = 10_000;

    private static final int FETCH = 200;

    private Tables() {}

    /** How much there is. */
    record Size(long events, long bytes) {}

    /**
     * What was found.
     *
     * @param looked in how many events the text was looked for
     */
    record Found(List<Kept> events, int looked) {}

    /**
     * What need not be looked for.
     *
     * @param from from this moment on memory has all of this process
     * @param near how many of {@code places} arrived before
     */
    record InMemory(Set<Place> places, long from, int near) {

        /** Threads that took events side by side may have entered them in another order. */
        private static final long BLUR = 1_000_000;

        static InMemory of(Set<Place> places) {
            long oldest = places.stream().mapToLong(Place::micros).min().orElse(Long.MAX_VALUE - BLUR);
            long from = oldest + BLUR;
            int near =
                    (int) places.stream().filter(place -> place.micros() < from).count();
            return new InMemory(places, from, near);
        }
    }

    static void insert(Connection connection, Collection<Row> rows) throws SQLException {
        try (PreparedStatement events = connection.prepareStatement(
                        "insert into history_event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement sinks = connection.prepareStatement("insert into history_sink values (?, ?, ?)")) {
            for (Row row : rows) {
                events.setLong(1, row.place().micros());
                events.setLong(2, row.place().uid());
                events.setString(3, row.id());
                events.setString(4, row.kind());
                events.setString(5, row.source());
                events.setString(6, row.severity());
                events.setString(7, row.portal());
                events.setString(8, row.status());
                events.setInt(9, row.bytes());
                events.setBytes(10, row.told());
                events.setBytes(11, row.event());
                events.addBatch();
                for (String sink : row.sinks()) {
                    place(sinks, row.place());
                    sinks.setString(3, sink);
                    sinks.addBatch();
                }
            }
            events.executeBatch();
            sinks.executeBatch();
        }
    }

    static void update(Connection connection, Collection<Row> rows) throws SQLException {
        try (PreparedStatement events = connection.prepareStatement(
                        "update history_event set status = ?, bytes = ?, told = ? where arrived = ? and uid = ?");
                PreparedStatement gone =
                        connection.prepareStatement("delete from history_sink where arrived = ? and uid = ?");
                PreparedStatement sinks = connection.prepareStatement(
                        "insert into history_sink select arrived, uid, cast(? as varchar(300)) from history_event"
                                + " where arrived = ? and uid = ?")) {
            for (Row row : rows) {
                events.setString(1, row.status());
                events.setInt(2, row.bytes());
                events.setBytes(3, row.told());
                events.setLong(4, row.place().micros());
                events.setLong(5, row.place().uid());
                events.addBatch();
                place(gone, row.place());
                gone.addBatch();
                for (String sink : row.sinks()) {
                    sinks.setString(1, sink);
                    sinks.setLong(2, row.place().micros());
                    sinks.setLong(3, row.place().uid());
                    sinks.addBatch();
                }
            }
            events.executeBatch();
            gone.executeBatch();
            sinks.executeBatch();
        }
    }

    private static void place(PreparedStatement statement, Place place) throws SQLException {
        statement.setLong(1, place.micros());
        statement.setLong(2, place.uid());
    }

    /**
     * What is not in memory.
     *
     * @param most how many at most
     */
    static Found find(Connection connection, Query query, int most, InMemory memory) throws SQLException {
        List<Object> values = new ArrayList<>();
        String where = query.where(values);
        String by = query.sink() == null ? "e" : "s";
        String from = query.sink() == null
                ? "history_event e"
                : "history_sink s join history_event e on e.arrived = s.arrived and e.uid = s.uid";
        if (memory.from() != Long.MAX_VALUE) {
            where += Query.notInMemory(by + ".", memory.from(), values);
        }
        int rows = query.text() == null ? most + memory.near() : WINDOW;
        return find(
                connection,
                "select e.arrived, e.uid, e.told, e.event from " + from + " where 1 = 1" + where + " order by " + by
                        + ".arrived desc, " + by + ".uid desc limit " + rows,
                values,
                query,
                most,
                place -> !memory.places().contains(place));
    }

    private static Found find(
            Connection connection, String sql, List<Object> values, Query query, int most, Predicate<Place> wanted)
            throws SQLException {
        List<Kept> found = new ArrayList<>();
        int looked = 0;
        // PostgreSQL reads in pieces only inside a transaction
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (found.size() < most && rows.next()) {
                    looked++;
                    Kept kept = kept(rows);
                    if (wanted.test(kept.place()) && query.says(kept.event())) {
                        found.add(kept);
                    }
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return new Found(found, looked);
    }

    /** Those with this id, newest first. */
    static List<Kept> byId(Connection connection, String id, int most) throws SQLException {
        List<Kept> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select arrived, uid, told, event from history_event where id = ?"
                        + " order by arrived desc, uid desc limit " + most)) {
            statement.setString(1, Row.text(id, Row.LONG));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(kept(rows));
                }
            }
        }
        return found;
    }

    private static Kept kept(ResultSet rows) throws SQLException {
        return new Kept(new Place(rows.getLong(1), rows.getLong(2)), rows.getBytes(3), rows.getBytes(4));
    }

    static Size size(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select count(*), coalesce(sum(bytes), 0) from history_event");
                ResultSet one = statement.executeQuery()) {
            one.next();
            return new Size(one.getLong(1), one.getLong(2));
        }
    }

    /**
     * Removes some of the oldest.
     *
     * @param before only what arrived before; null for whatever is oldest
     * @param most about how many
     */
    static Size remove(Connection connection, @Nullable Long before, int most) throws SQLException {
        long last = -1;
        long events = 0;
        long bytes = 0;
        try (PreparedStatement oldest = connection.prepareStatement(
                "select arrived, bytes from history_event where arrived < ? order by arrived, uid limit " + most)) {
            oldest.setLong(1, before == null ? Long.MAX_VALUE : before);
            try (ResultSet rows = oldest.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    events++;
                    bytes += rows.getLong(2);
                }
            }
        }
        if (events > 0) {
            for (String table : new String[] {"history_sink", "history_event"}) {
                try (PreparedStatement delete =
                        connection.prepareStatement("delete from " + table + " where arrived <= ?")) {
                    delete.setLong(1, last);
                    delete.executeUpdate();
                }
            }
        }
        return new Size(events, bytes);
    }
}
