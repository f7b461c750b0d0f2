/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * What delivery sees of one sink at one moment.
 *
 * @param lastSuccess when something was last delivered by this instance
 * @param failingSince when the failures began that have not ended
 * @param lastFailure what the sink said last while it fails
 * @param oldest when the delivery was made that is unsettled for the longest time
 * @param nextAttempt when a breaker or a parked sink lets the next attempt through
 */
public record Health(
        State state,
        Optional<Instant> lastSuccess,
        Optional<Instant> failingSince,
        Optional<String> lastFailure,
        Optional<Instant> oldest,
        Optional<Instant> nextAttempt,
        long waiting,
        long inFlight) {}
