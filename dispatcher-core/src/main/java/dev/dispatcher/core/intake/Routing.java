/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.core.queue.DeliveryQueue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What intake works with between two reloads. A reload publishes a new one before it closes any queue of the old.
 *
 * @param queues the queue of every sink that the router may name
 * @param rulebook what the router asks; null when nothing is remembered
 * @param dryRun true when nothing is to be delivered
 */
public record Routing(
        Router router,
        Map<String, DeliveryQueue> queues,
        @Nullable Rulebook rulebook,
        boolean dryRun) {

    /** One that delivers, and of which nothing is remembered. */
    public Routing(Router router, Map<String, DeliveryQueue> queues) {
        this(router, queues, null, false);
    }
}
