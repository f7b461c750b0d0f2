/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.core.journal.Journal;
import dev.dispatcher.core.journal.Kept;
import dev.dispatcher.core.metrics.Refusal;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Demand;
import dev.dispatcher.core.queue.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The journal has the events before any queue does: so nothing is delivered that could be taken back. */
final class Stored implements Acknowledgement {

    private final Journal journal;
    private final Duration within;
    private final List<Kept> entries = new ArrayList<>();

    Stored(Journal journal, Duration within) {
        this.journal = journal;
        this.within = within;
    }

    @Override
    public Promise about(int copies) {
        return journal.promise(copies);
    }

    @Override
    public void made(Promise promise, Arrival arrival, Delivery[] copies) {
        Kept entry = (Kept) promise;
        entry.of(arrival, copies);
        entries.add(entry);
    }

    @Override
    public boolean enter(Fanout fanout) throws Refused {
        if (!Acknowledgement.admitted(fanout.reserve(Demand.KEPT), fanout)) {
            return false;
        }
        boolean kept = false;
        try {
            keep();
            kept = true;
        } finally {
            if (kept) {
                fanout.fill();
            } else {
                fanout.release();
                // some of it may reach the files nevertheless
                entries.forEach(journal::forget);
            }
        }
        return true;
    }

    private void keep() throws Refused {
        if (entries.isEmpty()) {
            return;
        }
        try {
            journal.append(entries).get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Refused(Refusal.NOT_STORED, "the events cannot be stored now: " + cause.getMessage());
        } catch (TimeoutException e) {
            throw new Refused(Refusal.NOT_STORED, "the events were not stored within " + within.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refusal.STOPPING, "the dispatcher is stopping");
        }
    }
}
