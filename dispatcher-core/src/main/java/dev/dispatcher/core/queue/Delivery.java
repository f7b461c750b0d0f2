/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.api.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an event on its way to one sink, with what has been tried so far. Belongs to one thread at a time: to whom the
 * queue handed it, until it is settled or put back; the queue's lock hands over what was noted.
 */
public final class Delivery {

    /**
     * Where a delivery comes from that another sink gave up.
     *
     * @param sink the one that gave up
     * @param reason why, in words
     */
    public record Diverted(String sink, String reason) {}

    private final Event event;
    private final Arrival arrival;
    private final String rule;
    private final Instant queuedAt;
    private final @Nullable Diverted diverted;
    private final int size;
    /** Its place in the queue, set when it is first taken in: what "in order" means. */
    long sequence;

    private int attempts;
    private int setbacks;
    private @Nullable Instant firstAttempt;
    private @Nullable Failure firstFailure;
    private @Nullable Failure lastFailure;

    public Delivery(Event event, Arrival arrival, String rule, Instant queuedAt) {
        this(event, arrival, rule, queuedAt, null);
    }

    private Delivery(Event event, Arrival arrival, String rule, Instant queuedAt, @Nullable Diverted diverted) {
        this.event = event;
        this.arrival = arrival;
        this.rule = rule;
        this.queuedAt = queuedAt;
        this.diverted = diverted;
        // kept, because the event's own answer becomes exact later and the queue's sum must not drift
        this.size = event.size();
    }

    /** The same copy for another sink, with a new life. */
    public Delivery divert(String from, String reason, Instant now) {
        return new Delivery(event, arrival, rule, now, new Diverted(from, reason));
    }

    public Event event() {
        return event;
    }

    public Arrival arrival() {
        return arrival;
    }

    /** The name of the rule that made it. */
    public String rule() {
        return rule;
    }

    /** When it was made for this sink; its age counts from here. */
    public Instant queuedAt() {
        return queuedAt;
    }

    /** Null unless another sink gave it up. */
    public @Nullable Diverted diverted() {
        return diverted;
    }

    /** About how many bytes its JSON has. */
    public int size() {
        return size;
    }

    public void attempted(Instant now) {
        attempts++;
        if (firstAttempt == null) {
            firstAttempt = now;
        }
    }

    public void failed(Failure failure) {
        if (firstFailure == null) {
            firstFailure = failure;
        }
        lastFailure = failure;
    }

    /**
     * Counts a failed attempt that another may make good. One that refused the whole batch, or the credentials, says
     * nothing against this delivery and is not counted.
     *
     * @return how many there were
     */
    public int setback() {
        return ++setbacks;
    }

    public int attempts() {
        return attempts;
    }

    public @Nullable Instant firstAttempt() {
        return firstAttempt;
    }

    public @Nullable Failure firstFailure() {
        return firstFailure;
    }

    public @Nullable Failure lastFailure() {
        return lastFailure;
    }
}
