/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.portal.kapacitor.client.Found;
import dev.dispatcher.portal.kapacitor.client.Kapacitor;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.script.Definition;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.store.Row;
import dev.dispatcher.portal.kapacitor.store.Tasks;
import dev.dispatcher.portal.kapacitor.task.Mistakes;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Changes a task in the store and in Kapacitor, both or neither. A change is announced in the store, made in Kapacitor and then
 * settled in the store. What is not settled has never happened: it is taken back at once, or by {@link Reconciler} when that
 * is not possible or nobody is left to do it. Any number of threads, and of dispatchers on one database.
 */
final class Changes {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE = 20;

    private final Tasks tasks;
    private final Kapacitor kapacitor;
    private final Settings settings;
    private final Clock clock;
    private final Logger log;
    private final Duration lease;

    /** @param lease how long a change may take before others hold it for abandoned */
    Changes(Tasks tasks, Kapacitor kapacitor, Settings settings, Clock clock, Logger log, Duration lease) {
        this.tasks = tasks;
        this.kapacitor = kapacitor;
        this.settings = settings;
        this.clock = clock;
        this.log = log;
        this.lease = lease;
    }

    /** What a caller wants a task to be. */
    @FunctionalInterface
    interface Edit {
        Task of(Task old) throws Mistakes;
    }

    Definition definition(Task task) {
        return Definition.of(task, settings);
    }

    /** @throws Conflict when there is such a task, here or in Kapacitor */
    void create(Task task) throws Conflict, KapacitorException, SQLException, InterruptedException {
        Definition definition = definition(task);
        Row row = announced(task);
        try {
            make(definition);
        } catch (KapacitorException e) {
            if (e.why() == KapacitorException.Why.REFUSED) {
                tasks.remove(row);
            } else {
                takeBack(row);
            }
            throw e;
        } catch (Conflict e) {
            tasks.remove(row);
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            takeBack(row);
            throw e;
        }
        settled(tasks.settle(row, task), row.id());
    }

    private Row announced(Task task) throws Conflict, SQLException, InterruptedException {
        while (true) {
            Optional<Row> there = idle(task.id());
            if (there.isPresent() && there.get().task().isPresent()) {
                throw Conflict.exists("task " + task.id() + " already exists");
            }
            Optional<Row> row = there.isPresent() ? tasks.claim(there.get(), until()) : tasks.announce(task, until());
            if (row.isPresent()) {
                return row.get();
            }
        }
    }

    private void make(Definition definition) throws Conflict, KapacitorException, InterruptedException {
        if (kapacitor.create(definition)) {
            return;
        }
        Optional<Found> found = kapacitor.task(definition.id());
        if (found.isPresent() && !found.get().ours()) {
            throw Conflict.exists("task " + definition.id()
                    + " already exists in Kapacitor, where something else made it; import it or remove it there");
        }
        // an earlier attempt, of which no answer came
        kapacitor.ensure(definition);
    }

    /** @return false when there is no such task */
    boolean update(String id, Edit edit)
            throws Mistakes, Conflict, KapacitorException, SQLException, InterruptedException {
        while (true) {
            Optional<Row> there = idle(id);
            if (there.isEmpty() || there.get().task().isEmpty()) {
                return false;
            }
            Task old = there.get().task().get();
            Task wanted = edit.of(old);
            boolean clean = !there.get().abandoned(clock.instant());
            if (clean && wanted.equals(old)) {
                return true;
            }
            Optional<Row> row = tasks.claim(there.get(), until());
            if (row.isPresent()) {
                replace(row.get(), wanted);
                return true;
            }
        }
    }

    private void replace(Row row, Task wanted) throws KapacitorException, SQLException, InterruptedException, Conflict {
        try {
            kapacitor.put(definition(wanted));
        } catch (KapacitorException | RuntimeException | InterruptedException e) {
            takeBack(row);
            throw e;
        }
        settled(tasks.settle(row, wanted), row.id());
    }

    /** @return false when there is no such task */
    boolean delete(String id) throws Conflict, KapacitorException, SQLException, InterruptedException {
        while (true) {
            Optional<Row> there = idle(id);
            if (there.isEmpty() || there.get().task().isEmpty()) {
                return false;
            }
            Optional<Row> row = tasks.claim(there.get(), until());
            if (row.isPresent()) {
                try {
                    kapacitor.delete(id);
                } catch (KapacitorException | RuntimeException | InterruptedException e) {
                    takeBack(row.get());
                    throw e;
                }
                settled(tasks.remove(row.get()), id);
                return true;
            }
        }
    }

    /** The row, once nobody is changing it. */
    private Optional<Row> idle(String id) throws Conflict, SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Row> row = tasks.row(id);
            if (row.isEmpty() || !row.get().busy(clock.instant())) {
                return row;
            }
            if (System.nanoTime() > end) {
                throw Conflict.busy(id);
            }
            Thread.sleep(PAUSE);
        }
    }

    private Instant until() {
        return clock.instant().plus(lease);
    }

    private static void settled(boolean done, String id) throws Conflict {
        if (!done) {
            throw Conflict.busy(id);
        }
    }

    /** Nothing has happened: Kapacitor is to have what the store says. What cannot be done now is left to be found. */
    private void takeBack(Row row) {
        boolean interrupted = Thread.interrupted();
        try {
            restore(row);
        } catch (KapacitorException | SQLException | RuntimeException e) {
            log.warn("the change of the task {} will be taken back later: {}", row.id(), e.getMessage());
            leave(row);
        } catch (InterruptedException e) {
            interrupted = true;
            leave(row);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(Row row) {
        try {
            tasks.claim(row, clock.instant().minusMillis(1));
        } catch (SQLException | RuntimeException e) {
            log.warn("the change of the task {} counts as abandoned only after {}", row.id(), lease);
        }
    }

    /**
     * Makes Kapacitor have what the row says and ends the change.
     *
     * @param row claimed by the caller
     */
    void restore(Row row) throws KapacitorException, SQLException, InterruptedException {
        if (row.task().isPresent()) {
            kapacitor.ensure(definition(row.task().get()));
            tasks.settle(row, row.task().get());
            return;
        }
        Optional<Found> found = kapacitor.task(row.id());
        if (found.isPresent() && found.get().ours()) {
            kapacitor.delete(row.id());
        }
        tasks.remove(row);
    }

    /** Takes a row over, to {@link #restore} it; empty when somebody else has. */
    Optional<Row> claim(Row row) throws SQLException {
        return tasks.claim(row, until());
    }
}
