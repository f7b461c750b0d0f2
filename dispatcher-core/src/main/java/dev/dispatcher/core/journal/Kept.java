/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Life;
import dev.dispatcher.core.queue.Promise;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The promise about one event in the journal, from before it is written until all its copies are settled. */
public final class Kept implements Promise {

    private final Journal journal;
    final long number;
    /** Which copies still need somebody. Guarded by the journal's lock, like all below. */
    final BitSet open;

    final int copies;

    @Nullable
    Segment segment;

    long offset;
    int length;
    /** The record; null once it is in a file. */
    byte @Nullable [] record;

    Kept(Journal journal, long number, int copies) {
        this.journal = journal;
        this.number = number;
        this.copies = copies;
        this.open = new BitSet(copies);
        this.open.set(0, copies);
    }

    /** What there is to keep, before it is {@linkplain Journal#append appended}. */
    public void of(Arrival arrival, Delivery[] deliveries) {
        record = Entry.encode(number, arrival, deliveries);
    }

    @Override
    public void settled(int copy, Life life) {
        journal.settled(this, copy);
    }

    @Override
    public boolean outlivesProcess() {
        return true;
    }
}
