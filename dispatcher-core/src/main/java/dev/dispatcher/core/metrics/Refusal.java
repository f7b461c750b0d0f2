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
    /** The dispatcher is stopping. */
    STOPPING,
    /** The dispatcher's own mistake. */
    FAULT
}
