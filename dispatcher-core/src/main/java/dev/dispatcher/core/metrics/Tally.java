/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One counter per member of a closed list. Any number of threads. */
public final class Tally<E extends Enum<E>> {

    private final Map<E, LongAdder> counters;

    Tally(Class<E> labels) {
        counters = new EnumMap<>(labels);
        for (E label : labels.getEnumConstants()) {
            counters.put(label, new LongAdder());
        }
    }

    public void add(E label, long count) {
        LongAdder counter = counters.get(label);
        if (counter != null) {
            counter.add(count);
        }
    }

    public long of(E label) {
        LongAdder counter = counters.get(label);
        return counter == null ? 0 : counter.sum();
    }

    /** Over all labels. */
    public long sum() {
        long sum = 0;
        for (LongAdder counter : counters.values()) {
            sum += counter.sum();
        }
        return sum;
    }
}
