/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one batch, and finds those that the database does not take. */
final class Writer {

    private final Connection connection;
    private final Table table;
    private final Values values;
    private final Call call;
    private final List<String> secrets;
    private final String sql;

    Writer(Connection connection, Table table, Values values, Call call, List<String> secrets) {
        this.connection = connection;
        this.table = table;
        this.values = values;
        this.call = call;
        this.secrets = secrets;
        this.sql = table.dialect().write(table);
    }

    private record Row(Event event, List<@Nullable Object> values) {}

    /**
     * Writes as much as can be written.
     *
     * @param certain true when the table has just been looked at
     * @return false when the table may be another one than was known, so that nothing was written
     */
    boolean write(List<Event> batch, boolean certain, Failures failures) throws SQLException {
        List<Row> rows = new ArrayList<>(batch.size());
        for (Event event : batch) {
            try {
                rows.add(row(event));
            } catch (DeliveryException e) {
                failures.add(e, List.of(event));
            }
        }
        if (!certain && rows.size() < batch.size()) {
            return false;
        }
        connection.setAutoCommit(false);
        SQLException failure = rows.isEmpty() ? null : attempt(rows);
        if (failure != null) {
            settle(rows, failure, failures);
        }
        return certain || failure == null || Verdict.of(failure) != Verdict.NEVER;
    }

    private Row row(Event event) throws DeliveryException {
        List<@Nullable Object> row = new ArrayList<>(table.columns().size());
        for (Column column : table.columns()) {
            Object value = values.of(event, column);
            if (value == null && table.key().contains(column)) {
                throw DeliveryException.permanent("the column " + column.name() + " of the key gets nothing");
            }
            row.add(value);
        }
        return new Row(event, row);
    }

    /**
     * What remains of a failure: where one row is at fault, each half by itself, the first one first.
     *
     * @return what the rows after these would meet as well; null when they may be written
     */
    private @Nullable DeliveryException settle(List<Row> rows, SQLException failure, Failures failures) {
        Verdict verdict = Verdict.of(failure);
        if (verdict == Verdict.ROW && rows.size() > 1) {
            DeliveryException over = half(rows.subList(0, rows.size() / 2), failures);
            List<Row> second = rows.subList(rows.size() / 2, rows.size());
            if (over == null) {
                return half(second, failures);
            }
            failures.add(over, events(second));
            return over;
        }
        DeliveryException judged = verdict.exception(failure, secrets);
        failures.add(judged, events(rows));
        return verdict == Verdict.ROW ? null : judged;
    }

    private @Nullable DeliveryException half(List<Row> rows, Failures failures) {
        SQLException failure = attempt(rows);
        return failure == null ? null : settle(rows, failure, failures);
    }

    private static List<Event> events(List<Row> rows) {
        return rows.stream().map(Row::event).toList();
    }

    private boolean upsertRaces() {
        return !table.key().isEmpty() && table.dialect().racesOnUpsert();
    }

    private @Nullable SQLException attempt(List<Row> rows) {
        SQLException failure = once(rows);
        if (failure != null && rows.size() == 1 && Verdict.isThere(failure) && upsertRaces()) {
            // somebody else wrote it in between, and now it is found
            return once(rows);
        }
        return failure;
    }

    private @Nullable SQLException once(List<Row> rows) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            call.using(statement);
            for (Row row : rows) {
                for (int i = 0; i < row.values().size(); i++) {
                    Values.bind(
                            statement,
                            i + 1,
                            row.values().get(i),
                            table.columns().get(i).kind());
                }
                if (rows.size() > 1) {
                    statement.addBatch();
                }
            }
            if (rows.size() > 1) {
                statement.executeBatch();
            } else {
                statement.executeUpdate();
            }
            call.check();
            connection.commit();
            return null;
        } catch (SQLException e) {
            rollBack(e);
            return e;
        }
    }

    private void rollBack(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // the connection is gone, and with it the transaction
            cause.addSuppressed(e);
        }
    }
}
