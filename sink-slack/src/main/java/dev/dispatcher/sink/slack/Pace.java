/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets one message at a time into each channel. Any number of threads. */
final class Pace {

    private static final int CHANNELS = 10_000;

    private final long interval;
    private final LongSupplier nanos;
    private final Recent<String, Long> last = new Recent<>(CHANNELS);

    Pace(Duration interval, LongSupplier nanos) {
        this.interval = interval.toNanos();
        this.nanos = nanos;
    }

    void await(String channel) throws InterruptedException {
        if (interval > 0) {
            TimeUnit.NANOSECONDS.sleep(reserve(channel));
        }
    }

    /** Takes the channel's next turn; tells how long it is until then. */
    long reserve(String channel) {
        long now = nanos.getAsLong();
        long turn =
                last.change(channel, now - interval, before -> before + interval - now > 0 ? before + interval : now);
        return turn - now;
    }
}
