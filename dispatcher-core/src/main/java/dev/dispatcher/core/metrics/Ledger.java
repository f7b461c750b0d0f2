/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The counters of every portal, rule and sink, by name: a name that stays through a reload keeps its counters, and one that
 * goes keeps them until the process ends, so that the sums never shrink. Any number of threads.
 */
public final class Ledger {

    private final Map<String, PortalCounts> portals = new ConcurrentHashMap<>();
    private final Map<String, RuleCounts> rules = new ConcurrentHashMap<>();
    private final Map<String, SinkCounts> sinks = new ConcurrentHashMap<>();

    public PortalCounts portal(String name) {
        return find(portals, name, PortalCounts::new);
    }

    public RuleCounts rule(String name) {
        return find(rules, name, RuleCounts::new);
    }

    public SinkCounts sink(String name) {
        return find(sinks, name, SinkCounts::new);
    }

    private static <T> T find(Map<String, T> map, String name, Supplier<T> maker) {
        T found = map.get(name);
        return found != null ? found : map.computeIfAbsent(name, unused -> maker.get());
    }

    public Map<String, PortalCounts> portals() {
        return Collections.unmodifiableMap(portals);
    }

    public Map<String, RuleCounts> rules() {
        return Collections.unmodifiableMap(rules);
    }

    public Map<String, SinkCounts> sinks() {
        return Collections.unmodifiableMap(sinks);
    }

    /** By how much the books are wrong, over all portals and sinks. 0 when nothing moves; anything else is a defect. */
    public long difference() {
        return eventsDifference() + deliveriesDifference();
    }

    /** Over all portals. */
    long eventsDifference() {
        return portals.values().stream()
                .mapToLong(portal -> Math.abs(portal.balance().difference()))
                .sum();
    }

    /** Over all sinks. */
    long deliveriesDifference() {
        return sinks.values().stream()
                .mapToLong(sink -> Math.abs(sink.balance().difference()))
                .sum();
    }
}
