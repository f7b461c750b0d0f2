/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.util.random.RandomGenerator;

/** Computes the pauses between attempts: exponential, with full jitter. Guarded by the gate's lock. */
final class Backoff {

    private final long first;
    private final long most;
    private final RandomGenerator random;

    Backoff(BackoffOptions options, RandomGenerator random) {
        this.first = options.first().toNanos();
        this.most = options.most().toNanos();
        this.random = random;
    }

    /**
     * A random part of the pause, so that many senders do not come back at the same moment.
     *
     * @param failures in a row, from 1
     */
    long nanos(int failures) {
        int doublings = failures - 1;
        long longest = doublings < 62 && first <= most >> doublings ? first << doublings : most;
        return random.nextLong(longest + 1);
    }
}
