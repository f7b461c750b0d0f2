/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;
import java.time.Duration;

/** What the store keeps of accepted events. */
public record HistoryOptions(
        @Option(value = "Whether accepted events are kept in the store, with what became of them.", fallback = "true")
        boolean record,

        @Option(value = "How long they are kept.", fallback = "7d")
        Duration keepFor,

        @Option(value = "How many are kept at most; the oldest go first.", fallback = "1000000")
        long keep,

        @Option(value = "How many bytes they may have, indexes not counted.", fallback = "1GiB")
        ByteSize keepSize,

        @Option(
                value =
                        "How many a second are kept at most. Of more, some are kept, evenly spread, and the others counted.",
                fallback = "1000")
        int mostPerSecond) {

    public static final HistoryOptions DEFAULTS =
            new HistoryOptions(true, Duration.ofDays(7), 1_000_000, new ByteSize(1L << 30), 1000);

    public HistoryOptions {
        if (keepFor.isNegative() || keepFor.isZero()) {
            throw new IllegalArgumentException("keep-for must be longer than 0s");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, not " + keep);
        }
        if (keepSize.bytes() < 1) {
            throw new IllegalArgumentException("keep-size must be at least 1 byte");
        }
        if (mostPerSecond < 1 || mostPerSecond > 1_000_000) {
            throw new IllegalArgumentException("most-per-second must be 1 to 1000000, not " + mostPerSecond);
        }
    }
}
