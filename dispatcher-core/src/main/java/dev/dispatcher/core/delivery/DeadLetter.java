/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Failure;
import java.time.Instant;
import java.util.Optional;

/**
 * A delivery that was given up.
 *
 * @param event the copy for the sink, as the rule left it
 * @param reason why it was given up
 * @param failure what the last attempt failed with, if one was made
 * @param message what the sink said last; cleaned and short
 * @param attempts how many were made
 * @param first when the first attempt failed
 * @param last when the last attempt failed
 * @param at when it was given up
 * @param divertedFrom the sink that had given it up before, where this one was a fallback
 */
public record DeadLetter(
        String sink,
        String rule,
        Event event,
        Arrival arrival,
        GaveUp reason,
        Optional<Reason> failure,
        String message,
        int attempts,
        Optional<Instant> first,
        Optional<Instant> last,
        Instant at,
        Optional<String> divertedFrom) {

    /** Of one that is given up now. */
    public static DeadLetter of(String sink, Delivery delivery, GaveUp reason, Instant now) {
        Optional<Failure> first = Optional.ofNullable(delivery.firstFailure());
        Optional<Failure> last = Optional.ofNullable(delivery.lastFailure());
        return new DeadLetter(
                sink,
                delivery.rule(),
                delivery.event(),
                delivery.arrival(),
                reason,
                last.map(Failure::reason),
                last.map(Failure::message).orElse(""),
                delivery.attempts(),
                first.map(Failure::at),
                last.map(Failure::at),
                now,
                Optional.ofNullable(delivery.diverted()).map(Delivery.Diverted::sink));
    }

    /** For another try by command: the same copy with a new life, to be offered to the sink's queue. */
    public Delivery again(Instant now) {
        return new Delivery(event, arrival, rule, now);
    }
}
