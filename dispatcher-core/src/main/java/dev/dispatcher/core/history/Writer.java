/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.core.metrics.HistoryCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many rows in one transaction; one that the database refuses is found and left out. One thread. */
final class Writer {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private static final String THERE_ALREADY = "23505";

    /** What is done with rows. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection, Collection<Row> rows) throws SQLException;
    }

    private final History history;
    private final HistoryCounts counts;

    Writer(History history, HistoryCounts counts) {
        this.history = history;
        this.counts = counts;
    }

    /** @throws SQLException when the database is to blame, and not a row */
    void insert(List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            commit(Tables::insert, rows);
            counted(rows);
        } catch (SQLException e) {
            if (!aboutData(e)) {
                throw e;
            }
            for (Row row : rows) {
                one(row);
            }
        }
    }

    private void counted(Collection<Row> rows) {
        counts.recorded.add(rows.size());
        counts.events.addAndGet(rows.size());
        counts.bytes.addAndGet(rows.stream().mapToLong(Row::bytes).sum());
    }

    private void one(Row row) throws SQLException {
        try {
            commit(Tables::insert, List.of(row));
            counted(List.of(row));
        } catch (SQLException e) {
            if (!aboutData(e)) {
                throw e;
            }
            // a commit whose answer was lost
            if (!THERE_ALREADY.equals(state(e))) {
                counts.refused.increment();
                LOG.warn("the event {} is not in the history: {}", row.id(), e.getMessage());
            }
        }
    }

    /** @throws SQLException when the database is to blame, and not a row */
    void update(List<Row> rows) throws SQLException {
        try {
            commit(Tables::update, rows);
        } catch (SQLException e) {
            if (!aboutData(e)) {
                throw e;
            }
            LOG.warn("what became of {} events is not in the history: {}", rows.size(), e.getMessage());
        }
    }

    private void commit(Work work, Collection<Row> rows) throws SQLException {
        long began = System.nanoTime();
        try (Connection connection = history.connection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                work.on(connection, rows);
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
        counts.commits.add(System.nanoTime() - began);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** Classes 22 and 23 of SQL: a value that the database cannot keep, or a row that it may not. */
    private static boolean aboutData(SQLException e) {
        return state(e).startsWith("22") || state(e).startsWith("23");
    }
}
