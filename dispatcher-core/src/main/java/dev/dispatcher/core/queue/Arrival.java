/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.trace.Trace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was taken.
 *
 * @param event as it came, before any rule changed a copy
 * @param trace of the request that brought it, if it had one
 * @param key ours: unique and increasing within the process, unlike the sender's {@code id}
 */
public record Arrival(
        Event event,
        String portal,
        long key,
        Instant at,
        @Nullable Trace trace) {

    /** One without a trace. */
    public Arrival(Event event, String portal, long key, Instant at) {
        this(event, portal, key, at, null);
    }
}
