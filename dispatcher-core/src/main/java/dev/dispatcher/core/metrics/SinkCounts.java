/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import dev.dispatcher.api.DeliveryException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What became of the deliveries to one sink. Any number of threads. */
public final class SinkCounts {

    /** Holds deliveries that are not settled, and knows how many. */
    public interface Holding {
        long waiting();

        long inFlight();
    }

    /** Every delivery meant for the sink: from rules, from a fallback, from a re-drive. */
    public final LongAdder made = new LongAdder();

    public final LongAdder delivered = new LongAdder();
    /** Became dead letters. */
    public final Tally<GaveUp> dead = new Tally<>(GaveUp.class);
    /** Given up by a full queue. */
    public final Tally<Dropped> dropped = new Tally<>(Dropped.class);
    /** Not sent, because another rule had made the same one. */
    public final LongAdder merged = new LongAdder();
    /** Given up here and handed to the fallback sink. */
    public final Tally<GaveUp> diverted = new Tally<>(GaveUp.class);
    /** Calls of the sink. Not part of the balance. */
    public final LongAdder attempts = new LongAdder();
    /** Calls of the sink that failed for at least one event. Not part of the balance. */
    public final Tally<DeliveryException.Reason> failures = new Tally<>(DeliveryException.Reason.class);

    /** Reports of the sink that were beyond the hop limit. Not part of the balance. */
    public final LongAdder stopped = new LongAdder();

    /** How long calls of the sink took, failed or not. Not part of the balance. */
    public final Durations durations = new Durations();

    private final List<Holding> holdings = new CopyOnWriteArrayList<>();

    SinkCounts() {}

    public void attach(Holding holding) {
        holdings.add(holding);
    }

    /** Call it for what holds nothing any more and never will. */
    public void detach(Holding holding) {
        holdings.remove(holding);
    }

    public Balance balance() {
        return new Balance(
                made.sum(),
                delivered.sum(),
                dead.sum(),
                dropped.sum(),
                merged.sum(),
                diverted.sum(),
                holdings.stream().mapToLong(Holding::waiting).sum(),
                holdings.stream().mapToLong(Holding::inFlight).sum());
    }

    /**
     * The deliveries' side of the ledger: made = delivered + dead + dropped + merged + diverted + waiting + in flight.
     *
     * @param waiting counted in the queue, not by subtraction
     */
    public record Balance(
            long made,
            long delivered,
            long dead,
            long dropped,
            long merged,
            long diverted,
            long waiting,
            long inFlight) {

        /** 0 when nothing moves. */
        public long difference() {
            return made - delivered - dead - dropped - merged - diverted - waiting - inFlight;
        }
    }
}
