/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Life;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An accepted event, with what was decided and what becomes of it. Any number of threads. */
public final class Remembered {

    /** Beside its JSON an event has its fields as objects; and then there is this, and its deliveries. */
    private static final int TIMES = 4;

    private static final int EACH = 256;

    private final Arrival arrival;
    private final boolean duplicate;
    private final @Nullable Rulebook rulebook;
    private final Delivery[] made;
    private final int size;
    private @Nullable List<Delivery> later;
    /** Its place among all that were remembered; set once, before others see it. */
    long place;

    /** @param made not changed any more */
    Remembered(Arrival arrival, boolean duplicate, @Nullable Rulebook rulebook, Delivery[] made) {
        this.arrival = arrival;
        this.duplicate = duplicate;
        this.rulebook = rulebook;
        this.made = made;
        this.size = sizeOf(arrival.event(), made);
    }

    @SuppressWarnings("ReferenceEquality") // the same object takes no memory twice
    private static int sizeOf(Event event, Delivery[] made) {
        long size = (long) event.size() * TIMES + EACH;
        for (Delivery delivery : made) {
            size += delivery.event() == event ? EACH : (long) delivery.size() * TIMES + EACH;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    public Arrival arrival() {
        return arrival;
    }

    public boolean duplicate() {
        return duplicate;
    }

    /** The rules that were in force. */
    public @Nullable Rulebook rulebook() {
        return rulebook;
    }

    /** About how many bytes of memory it holds. */
    int size() {
        return size;
    }

    /** Those that were made at first, each followed by its copies for fallback sinks; then those of re-drives. */
    public List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>();
        for (Delivery delivery : made) {
            add(delivery, all);
        }
        synchronized (this) {
            (later == null ? Collections.<Delivery>emptyList() : later).forEach(delivery -> add(delivery, all));
        }
        return all;
    }

    private static void add(Delivery delivery, List<Delivery> all) {
        for (Delivery next = delivery; next != null; next = next.life().onward()) {
            all.add(next);
        }
    }

    /** Another try of one of its dead letters. */
    public synchronized void add(Delivery again) {
        if (later == null) {
            later = new ArrayList<>();
        }
        later.add(again);
    }

    public Status status() {
        List<Delivery> all = deliveries();
        if (all.isEmpty()) {
            return Status.IGNORED;
        }
        boolean untouched = true;
        boolean open = false;
        boolean failing = false;
        boolean lost = false;
        for (Delivery delivery : all) {
            Life life = delivery.life();
            open |= !life.status().settled();
            failing |= !life.status().settled() && life.count() > 0;
            lost |= life.status() == Life.Status.DEAD || life.status() == Life.Status.DROPPED;
            untouched &= life.status() == Life.Status.WAITING;
        }
        if (untouched) {
            return Status.NEW;
        } else if (open) {
            return failing ? Status.ERROR : Status.RUNNING;
        }
        return lost ? Status.FAILED : Status.FINISHED;
    }
}
