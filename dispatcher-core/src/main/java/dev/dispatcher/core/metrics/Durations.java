/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, counted in fixed buckets: a few additions each time. Any number of threads. */
public final class Durations {

    private static final double[] BOUNDS = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

    /** One for each bound, and one for what took longer. */
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];

    private final LongAdder nanos = new LongAdder();

    Durations() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    public void add(long tookNanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && tookNanos > BOUNDS[bucket] * 1e9) {
            bucket++;
        }
        buckets[bucket].increment();
        nanos.add(tookNanos);
    }

    /** Upper bounds in seconds, included; the last one is infinite. */
    static double[] bounds() {
        double[] bounds = Arrays.copyOf(BOUNDS, BOUNDS.length + 1);
        bounds[BOUNDS.length] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /** For each bound how many took as long, and longer than the bound before it allows. */
    long[] counts() {
        long[] counts = new long[buckets.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets[i].sum();
        }
        return counts;
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }
}
