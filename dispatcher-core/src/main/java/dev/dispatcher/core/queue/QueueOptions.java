/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import java.util.Optional;

/**
 * How a queue is bounded and divided.
 *
 * @param events at most so many wait
 * @param bytes at most so many bytes of JSON wait
 * @param orderedBy the field whose equal values stay in one lane
 * @param lanes how many lanes there are; 1 unless {@code orderedBy} is set
 */
public record QueueOptions(int events, long bytes, Overflow overflow, Optional<String> orderedBy, int lanes) {

    public QueueOptions {
        if (events < 1 || bytes < 1 || lanes < 1) {
            throw new IllegalArgumentException("a queue has room for an event, a byte, and has a lane");
        }
        if (lanes > 1 && orderedBy.isEmpty()) {
            throw new IllegalArgumentException("several lanes need a field to divide by");
        }
    }
}
