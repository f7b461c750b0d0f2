/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.store;

import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tasks that are kept, and who is changing which. Writes say the version that they are about and do nothing when it is no
 * longer that: several dispatchers may share the tasks. Any number of threads.
 */
public interface Tasks {

    /** What callers see of one kind, by app and id. */
    List<Task> all(Kind kind) throws SQLException;

    /** Everything, unfinished changes included. */
    List<Row> rows() throws SQLException;

    Optional<Row> row(String id) throws SQLException;

    /**
     * Announces a task that is to be made: nobody sees it yet.
     *
     * @return empty when there is a row of this id
     */
    Optional<Row> announce(Task task, Instant until) throws SQLException;

    /**
     * Announces a change.
     *
     * @return the row as it is now; empty when somebody else was faster
     */
    Optional<Row> claim(Row row, Instant until) throws SQLException;

    /** Ends a change: this is what callers see from now on. False when somebody else took the row over meanwhile. */
    boolean settle(Row row, Task task) throws SQLException;

    /** Ends a change: the task is gone. False when somebody else took the row over meanwhile. */
    boolean remove(Row row) throws SQLException;

    /**
     * Puts in a task that others made, settled at once.
     *
     * @return false when there is a row of this id
     */
    boolean adopt(Task task) throws SQLException;

    /** Keeps in mind that a task of this id was taken from the old service's tables, also after the task is removed. */
    void remember(String id) throws SQLException;

    boolean remembered(String id) throws SQLException;
}
