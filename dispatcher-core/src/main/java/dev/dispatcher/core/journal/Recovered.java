/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.core.trace.Trace;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a dispatcher before this one that still has deliveries to be made.
 *
 * @param promise about its deliveries, which go on to count as they did
 * @param at when it was taken
 * @param portal which took it
 * @param trace of the request that brought it, if it had one
 * @param event its canonical JSON
 */
public record Recovered(
        Kept promise, Instant at, String portal, @Nullable Trace trace, byte[] event, List<Copy> copies) {

    /**
     * A delivery to be made.
     *
     * @param number among the copies of the event
     * @param rule that made it
     * @param event the copy as the rule left it; null when it is the event as it came
     */
    public record Copy(int number, String sink, String rule, byte @Nullable [] event) {}

    /** Who goes on with them. */
    @FunctionalInterface
    public interface Taker {
        void take(Recovered event);
    }
}
