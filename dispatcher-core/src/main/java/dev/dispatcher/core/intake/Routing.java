/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.core.queue.DeliveryQueue;
import java.util.Map;

/**
 * What intake works with between two reloads. A reload publishes a new one before it closes any queue of the old.
 *
 * @param queues the queue of every sink that the router may name
 */
public record Routing(Router router, Map<String, DeliveryQueue> queues) {}
