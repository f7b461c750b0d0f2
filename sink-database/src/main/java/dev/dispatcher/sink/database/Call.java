/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One call of the database, which another thread may end: a thread that waits in a driver hears no interrupt.
 */
final class Call {

    private @Nullable Connection connection;
    private @Nullable Statement statement;
    private boolean ended;

    /** Says what would have to be ended. */
    synchronized void using(Connection used) throws SQLException {
        connection = used;
        check();
    }

    synchronized void using(Statement used) throws SQLException {
        statement = used;
        check();
    }

    /** @throws SQLException when nobody waits for it any more */
    synchronized void check() throws SQLException {
        if (ended) {
            throw new SQLException("the delivery was ended", "57014");
        }
    }

    /** No more to end: the connection goes back into the pool. */
    synchronized void over() {
        connection = null;
        statement = null;
    }

    /** Ends it, as far as the driver can. */
    synchronized void end() {
        ended = true;
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException | RuntimeException e) {
            cancel();
        }
    }

    private void cancel() {
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException | RuntimeException e) {
            // then it ends by itself, and its connection is given back
        }
    }
}
