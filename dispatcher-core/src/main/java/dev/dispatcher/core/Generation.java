/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.intake.Lineage;
import dev.dispatcher.core.intake.Redirect;
import dev.dispatcher.core.intake.Router;
import dev.dispatcher.core.intake.Routing;
import dev.dispatcher.core.intake.Rulebook;
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

    /** Before the name of a sink, the portal by which its reports come: no portal of the user's can have that name. */
    static final String REPORTER = "sink:";

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
                new Routing(
                        router(configuration),
                        Map.copyOf(queues),
                        new Rulebook(configuration.rules(), shortened(configuration.rulesHash())),
                        configuration.settings().dryRun()));
    }

    /** For what sinks report. */
    Routing reportRouting() {
        return new Routing(new Lineage(routing.router()), routing.queues(), routing.rulebook(), routing.dryRun());
    }

    /** Which rules, in short. */
    String rulesVersion() {
        return shortened(configuration.rulesHash());
    }

    private static Router router(Configuration configuration) {
        Router rules = configuration.rules()::decide;
        return configuration
                .settings()
                .sendAllTo()
                .<Router>map(sink -> new Redirect(rules, sink))
                .orElse(rules);
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    Optional<DeliveryQueue> queue(String sink) {
        return Optional.ofNullable(routing.queues().get(sink));
    }
}
