/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

/** Which delivery a full queue let go: the closed list behind the {@code reason} label of dropped deliveries. */
public enum Dropped {
    /** The one that waited longest. */
    OLDEST,
    /** The one that had just come. */
    NEWEST,
    /** One that is larger than the whole queue. */
    TOO_LARGE
}
