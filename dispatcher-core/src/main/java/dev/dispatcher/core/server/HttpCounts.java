/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts. Any number of threads. */
public final class HttpCounts {

    /** Why the server itself refused a request, before any handler saw it. */
    public enum Reason {
        HOST,
        ORIGIN,
        NOT_FOUND,
        METHOD,
        NO_TOKEN,
        SCOPE,
        RATE,
        /** One sender has too many connections open; this one was closed unheard. */
        CONNECTIONS,
        MALFORMED,
        /** Another version of HTTP. */
        VERSION,
        TOO_LARGE,
        ENCODING,
        TIMEOUT,
        /** Other bodies take all the room. */
        BUSY,
        DRAINING,
        /** There are no routes yet. */
        STARTING,
        /** The handler threw. */
        FAULT
    }

    private final LongAdder[] classes = new LongAdder[6];
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

    HttpCounts() {
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new LongAdder();
        }
        for (Reason reason : Reason.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    /** Answers with a status of this class: 1 to 5, 0 for anything else. What broke before its answer is in none. */
    public LongAdder answered(int statusClass) {
        return classes[statusClass];
    }

    public Map<Reason, LongAdder> refused() {
        return Collections.unmodifiableMap(refused);
    }

    void answer(int status) {
        int statusClass = status / 100;
        classes[statusClass > 5 ? 0 : statusClass].increment();
    }

    void refuse(Reason reason) {
        LongAdder counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
