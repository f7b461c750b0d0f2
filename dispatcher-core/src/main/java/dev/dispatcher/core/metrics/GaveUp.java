/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

/** Why a delivery became a dead letter or went to the fallback sink: the closed list behind the {@code reason} label. */
public enum GaveUp {
    /** The sink said that no attempt will ever help. */
    REJECTED,
    /** Older than {@code delivery.give-up-after}. */
    TOO_OLD,
    /** {@code delivery.attempts} were made. */
    TOO_MANY_ATTEMPTS,
    /** The sink was taken out of the configuration and could not be drained in time. */
    REMOVED,
    /** The dispatcher stopped before it could be delivered. */
    STOPPED
}
