/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import dev.dispatcher.core.store.StoreAddress.Kind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the tables of a changelog, where they are not there. A changelog that was applied just as it is costs one query: the
 * library is big, and loading it takes longer than all of the start.
 */
final class Migration {

    /** Of the whole process: the library keeps its state in statics. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    /** Any number, the same in every dispatcher: the key of the lock among processes that share a PostgreSQL. */
    private static final long AMONG_PROCESSES = 0x6469737061746368L;

    private Migration() {}

    /** @throws SQLException when the tables are not there afterwards */
    static void run(Changelog changelog, Connection connection, Kind kind) throws SQLException {
        ONE_AT_A_TIME.lock();
        try {
            String fingerprint = changelog.fingerprint();
            if (fingerprint != null && fingerprint.equals(Book.fingerprint(changelog, connection))) {
                return;
            }
            if (kind == Kind.POSTGRESQL) {
                try (Statement wait = connection.createStatement()) {
                    wait.execute("select pg_advisory_lock(" + AMONG_PROCESSES + ")");
                }
            }
            try {
                Liquid.update(changelog, connection);
                Book.note(changelog, connection, fingerprint);
            } finally {
                unlock(connection, kind);
            }
        } catch (IOException e) {
            throw new SQLException("the changelog " + changelog.path() + " cannot be read: " + e.getMessage(), e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static void unlock(Connection connection, Kind kind) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        if (kind == Kind.POSTGRESQL) {
            try (Statement free = connection.createStatement()) {
                free.execute("select pg_advisory_unlock(" + AMONG_PROCESSES + ")");
            }
        }
    }
}
