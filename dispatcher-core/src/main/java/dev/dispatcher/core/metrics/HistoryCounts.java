/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the history counts. Any number of threads. */
public final class HistoryCounts {

    /** Events that are in the store. */
    public final LongAdder recorded = new LongAdder();
    /** Not kept: memory let go of them before the store took them. */
    public final LongAdder late = new LongAdder();
    /** Not kept: more than {@code most-per-second}. */
    public final LongAdder sampled = new LongAdder();
    /** Not kept: the database refused the row. */
    public final LongAdder refused = new LongAdder();

    public final LongAdder failures = new LongAdder();
    public final LongAdder removed = new LongAdder();
    public final AtomicLong events = new AtomicLong();
    public final AtomicLong bytes = new AtomicLong();
    public final Durations commits = new Durations();

    public long skipped() {
        return late.sum() + sampled.sum() + refused.sum();
    }
}
