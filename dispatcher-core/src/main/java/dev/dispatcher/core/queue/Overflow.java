/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

/** What a full queue does. */
public enum Overflow {
    /** Refuses the events at intake, all of the request or none, so that the sender tries again. */
    REJECT,
    /** Lets go of what waited longest, and counts it. */
    DROP_OLDEST,
    /** Lets go of what has just come, and counts it. */
    DROP_NEWEST,
    /** Lets what comes wait on the disk, in order, and takes it back when there is room. */
    SPILL
}
