/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What one rule did with the events that were taken. Any number of threads. */
public final class RuleCounts {

    /** Events that it applied to, shadow not included. */
    public final LongAdder matched = new LongAdder();
    /** Deliveries that it made. */
    public final LongAdder made = new LongAdder();
    /** Deliveries that it would have made, had another rule not made the same one. */
    public final LongAdder merged = new LongAdder();
    /** Events that it would have applied to, were it not in shadow mode. */
    public final LongAdder shadow = new LongAdder();

    RuleCounts() {}
}
