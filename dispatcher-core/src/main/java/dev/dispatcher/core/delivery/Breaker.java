/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

/** Counts failures in a row, and says how long a destination is left alone. Guarded by the gate's lock. */
final class Breaker {

    private final BreakerOptions options;
    private int silent;
    private int opened;

    Breaker(BreakerOptions options) {
        this.options = options;
    }

    void answered() {
        silent = 0;
        opened = 0;
    }

    /** True when it is time to leave the destination alone. */
    boolean silent() {
        return ++silent >= options.failures();
    }

    /** How long to leave it alone this time; doubles until something answers. */
    long openNanos() {
        long open = options.open().toNanos();
        long most = options.most().toNanos();
        long nanos = opened < 62 && open <= most >> opened ? open << opened : most;
        opened++;
        return nanos;
    }
}
