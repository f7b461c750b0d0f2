/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Route.Request;
import java.time.Instant;

/** Checks who sends. Any number of threads; the time it takes tells nothing about a secret. */
@FunctionalInterface
interface Verification {

    /** Lets everyone through: the user asked for it. */
    Verification NONE = (request, delivery, adapter, now, replays) -> true;

    /**
     * Whether the request comes from whom it should, and is no replay of another.
     *
     * @param delivery what the sender calls this delivery; empty when nothing tells
     * @param adapter keeps the replays of adapters apart
     */
    boolean passes(Request request, String delivery, String adapter, Instant now, Replays replays);
}
