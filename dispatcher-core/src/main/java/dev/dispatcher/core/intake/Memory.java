/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys for a time, and up to a number: the oldest are forgotten first. One thread at a time. */
final class Memory {

    private final long life;
    private final int most;
    /** Key to when it is forgotten; in that order too, since all live equally long. */
    private final Map<String, Long> seen = new LinkedHashMap<>();

    Memory(Duration life, int most) {
        this.life = life.toNanos();
        this.most = most;
    }

    boolean seen(String key, long nanos) {
        Iterator<Long> oldest = seen.values().iterator();
        while (oldest.hasNext() && nanos - oldest.next() >= 0) {
            oldest.remove();
        }
        return seen.containsKey(key);
    }

    /** From now on; what was known already lives as long as what is new. */
    void remember(String key, long nanos) {
        seen.remove(key);
        seen.put(key, nanos + life);
        if (seen.size() > most) {
            Iterator<Long> oldest = seen.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    int size() {
        return seen.size();
    }
}
