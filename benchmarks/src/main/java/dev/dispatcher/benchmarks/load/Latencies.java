/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

/** Counts times in buckets that are 1/32 of their value wide. One writer; others may read while it writes. */
final class Latencies {

    private static final int STEPS = 32;
    private final long[] buckets = new long[64 * STEPS];
    private long count;

    void add(long nanos) {
        long micros = Math.max(0, nanos / 1000);
        buckets[bucket(micros)]++;
        count++;
    }

    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - 5;
        return (shift + 1) * STEPS + (int) (micros >>> shift) - STEPS;
    }

    private static long start(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) STEPS + bucket % STEPS) << shift;
    }

    /** In microseconds; 0 when there is none. */
    long at(double part) {
        long rank = (long) Math.ceil(part * count);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank && seen > 0) {
                return start(i);
            }
        }
        return 0;
    }
}
