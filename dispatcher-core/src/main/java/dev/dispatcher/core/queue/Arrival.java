/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.api.Event;
import java.time.Instant;

/**
 * An event that was taken.
 *
 * @param event as it came, before any rule changed a copy
 * @param key ours: unique and increasing within the process, unlike the sender's {@code id}
 */
public record Arrival(Event event, String portal, long key, Instant at) {}
