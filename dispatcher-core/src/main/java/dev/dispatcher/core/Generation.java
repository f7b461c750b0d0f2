/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.intake.Routing;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one configuration became: everything that is in force at the same time. Immutable.
 *
 * @param routing what intake works with
 */
record Generation(
        Configuration configuration,
        Catalog catalog,
        Map<String, RunningSink> sinks,
        Map<String, RunningPortal> portals,
        Routing routing) {

    static Generation of(
            Configuration configuration,
            Catalog catalog,
            Map<String, RunningSink> sinks,
            Map<String, RunningPortal> portals) {
        Map<String, DeliveryQueue> queues = new LinkedHashMap<>();
        sinks.forEach((name, sink) -> queues.put(name, sink.queue()));
        return new Generation(
                configuration,
                catalog,
                Map.copyOf(sinks),
                Map.copyOf(portals),
                new Routing(configuration.rules()::decide, Map.copyOf(queues)));
    }

    Optional<DeliveryQueue> queue(String sink) {
        return Optional.ofNullable(routing.queues().get(sink));
    }
}
