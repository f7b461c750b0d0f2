/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What the journal counts. Any number of threads. */
public final class JournalCounts {

    /** How it is now. */
    public interface Holding {
        /** Of all its files. */
        long bytes();

        /** Events with a delivery that is not settled. */
        long events();

        /** False while it cannot be written. */
        boolean up();
    }

    public final LongAdder committed = new LongAdder();
    public final LongAdder failures = new LongAdder();
    public final LongAdder recovered = new LongAdder();
    public final LongAdder damaged = new LongAdder();
    public final Durations durations = new Durations();
    private volatile Holding holding = NOTHING;

    private static final Holding NOTHING = new Holding() {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public long events() {
            return 0;
        }

        @Override
        public boolean up() {
            return true;
        }
    };

    public void attach(Holding journal) {
        holding = journal;
    }

    public Holding holding() {
        return holding;
    }
}
