/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

/** Why intake did not take events: the closed list behind the {@code reason} label of refused events. */
public enum Refusal {
    /** They were no events: counted by who read them. */
    MALFORMED,
    /** A queue that rejects had no room. */
    OVERFLOW,
    /** Together they are larger than a queue that rejects can ever hold. */
    TOO_LARGE,
    /** The journal could not keep them, and the portal promises that it does. */
    NOT_STORED,
    /** The same event was being taken at that moment, and it was not known yet whether it would be. */
    IN_PROGRESS,
    /** The dispatcher is stopping. */
    STOPPING,
    /** The dispatcher's own mistake. */
    FAULT
}
