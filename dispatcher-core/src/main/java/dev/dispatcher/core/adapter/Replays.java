/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signed requests of the last while, so that nobody sends one of them again. Outlives reloads. Bounded: beyond the bound
 * the oldest are forgotten, which takes as many well signed requests. Any number of threads.
 */
public final class Replays {

    private static final int MOST = 50_000;

    private record Seen(String delivery, Instant until) {}

    private final Map<String, Seen> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Remembers a request.
     *
     * @param digest of what was signed
     * @param delivery what the sender calls it, which was not signed; empty when nothing may come twice
     * @return false when it was there before, under another name or without one
     */
    synchronized boolean fresh(String digest, String delivery, Instant now, Instant until) {
        Seen before = seen.get(digest);
        if (before != null && now.isBefore(before.until())) {
            return !delivery.isEmpty() && delivery.equals(before.delivery());
        }
        seen.remove(digest);
        seen.put(digest, new Seen(delivery, until));
        return true;
    }
}
