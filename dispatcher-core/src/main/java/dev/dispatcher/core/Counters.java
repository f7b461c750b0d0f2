/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/** Counters by owner and name; they stay when an instance is exchanged. Any number of threads. */
final class Counters {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private final Map<String, Map<String, LongAdder>> all = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException when the name is not lower-case words joined by underscores */
    LongAdder of(String owner, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a counter's name should be lower-case words joined by underscores, not '" + name + "'");
        }
        return all.computeIfAbsent(owner, unused -> new ConcurrentHashMap<>())
                .computeIfAbsent(name, unused -> new LongAdder());
    }

    Map<String, Map<String, Long>> sums() {
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        all.forEach((owner, counters) -> {
            Map<String, Long> values = new TreeMap<>();
            counters.forEach((name, counter) -> values.put(name, counter.sum()));
            sums.put(owner, values);
        });
        return sums;
    }
}
