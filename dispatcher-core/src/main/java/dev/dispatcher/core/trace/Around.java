/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.trace;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread is doing it for: the request that a portal is answering, or the event that a sink is delivering.
 * Portals and sinks need not know of it. Whoever enters also leaves, on the same thread.
 *
 * @param trace null when there is none
 * @param answers told what destinations answer over HTTP; null when nobody wants to know
 */
public record Around(@Nullable Trace trace, @Nullable Consumer<String> answers) {

    private static final Around NOTHING = new Around(null, null);
    private static final ThreadLocal<Around> CURRENT = ThreadLocal.withInitial(() -> NOTHING);

    public static void enter(@Nullable Trace trace) {
        if (trace != null) {
            CURRENT.set(new Around(trace, null));
        }
    }

    public static void enter(Around around) {
        CURRENT.set(around);
    }

    public static void leave() {
        if (!CURRENT.get().equals(NOTHING)) {
            CURRENT.set(NOTHING);
        }
    }

    public static Around current() {
        return CURRENT.get();
    }
}
