/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What became of the events of one portal. Any number of threads. */
public final class PortalCounts {

    /** Every event that a sender sent, good or not. */
    public final LongAdder received = new LongAdder();
    /** Not taken; the sender was told so. */
    public final Tally<Refusal> refused = new Tally<>(Refusal.class);
    /** Taken, but the same as one before. */
    public final LongAdder duplicate = new LongAdder();
    /** Taken, and no rule wanted it. */
    public final LongAdder ignored = new LongAdder();
    /** Taken, with at least one delivery made. */
    public final LongAdder routed = new LongAdder();

    PortalCounts() {}

    /** Counts events that never reached intake because they were none. */
    public void malformed(long count) {
        received.add(count);
        refused.add(Refusal.MALFORMED, count);
    }

    public Balance balance() {
        return new Balance(received.sum(), refused.sum(), duplicate.sum(), ignored.sum(), routed.sum());
    }

    /** The events' side of the ledger: received = refused + duplicate + ignored + routed. */
    public record Balance(long received, long refused, long duplicate, long ignored, long routed) {

        /** 0 when no event is on its way through intake. */
        public long difference() {
            return received - refused - duplicate - ignored - routed;
        }
    }
}
