/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

/** What must be sure before a queue takes something. */
public enum Demand {
    /** Nothing: a full queue does what its options say. */
    NONE,
    /** That it is kept, in memory or on the disk. */
    KEPT,
    /** That it is kept in memory: whoever waits for it has nothing of it on the disk. */
    IN_MEMORY
}
