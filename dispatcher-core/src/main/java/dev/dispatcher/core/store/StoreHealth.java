/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the store is.
 *
 * @param shown kind and place, without user and password
 * @param since when it became so
 * @param reason why it is down; empty otherwise
 * @param setAside how many damaged files were set aside by this process
 * @param failures how often it went down, or could not be reached at the start
 */
public record StoreHealth(
        String database,
        String shown,
        State state,
        Instant since,
        String reason,
        Connections connections,
        long setAside,
        long failures) {

    /** What it is doing. */
    public enum State {
        /** There is none, as the configuration says. */
        OFF,
        STARTING,
        UP,
        DOWN
    }

    /** Of the pool. */
    public record Connections(int active, int idle, int waiting) {
        static final Connections NO_POOL = new Connections(0, 0, 0);
    }

    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("database", shown);
        map.put("status", state.name().toLowerCase(java.util.Locale.ROOT));
        if (state != State.OFF) {
            map.put("since", since.toString());
        }
        if (!reason.isEmpty()) {
            map.put("reason", reason);
        }
        if (setAside > 0) {
            map.put("set_aside", setAside);
        }
        return map;
    }
}
