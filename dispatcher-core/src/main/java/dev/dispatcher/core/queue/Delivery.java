/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.api.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    private static final VarHandle LIFE;

    static {
        try {
            LIFE = MethodHandles.lookup().findVarHandle(Delivery.class, "life", Life.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Event event;
    private final Arrival arrival;
    private final String rule;
    private final Instant queuedAt;
    private final @Nullable Diverted diverted;
    private final int size;
    private @Nullable Promise promise;
    private int copy;
    /** Its place in the queue, set when it is first taken in: what "in order" means. */
    long sequence;

    private String sink = "";
    private int attempts;
    private int setbacks;
    private @Nullable Instant firstAttempt;
    private @Nullable Failure firstFailure;
    private @Nullable Failure lastFailure;
    /** Written by the one thread that has the delivery, read by any; released, not volatile: nobody waits for it. */
    private Life life = Life.WAITS;

    public Delivery(Event event, Arrival arrival, String rule, Instant queuedAt) {
        this(event, arrival, rule, queuedAt, null, 0);
    }

    /**
     * @param promise told when it is settled; null when nobody waits for that
     * @param copy its number among the deliveries of the promise
     */
    public Delivery(Event event, Arrival arrival, String rule, Instant queuedAt, @Nullable Promise promise, int copy) {
        this(event, arrival, rule, queuedAt, null, promise, copy);
    }

    private Delivery(
            Event event,
            Arrival arrival,
            String rule,
            Instant queuedAt,
            @Nullable Diverted diverted,
            @Nullable Promise promise,
            int copy) {
        this.event = event;
        this.arrival = arrival;
        this.rule = rule;
        this.queuedAt = queuedAt;
        this.diverted = diverted;
        this.promise = promise;
        this.copy = copy;
        // kept, because the event's own answer becomes exact later and the queue's sum must not drift
        this.size = event.size();
    }

    /** The same copy for another sink, with a new life, which the promise is about from now on. */
    public Delivery divert(String from, String reason, Instant now) {
        return new Delivery(event, arrival, rule, now, new Diverted(from, reason), promise, copy);
    }

    public Event event() {
        return event;
    }

    public Arrival arrival() {
        return arrival;
    }

    /** For which sink; empty before it was handed to a queue. */
    public String sink() {
        return sink;
    }

    public void to(String name) {
        sink = name;
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

    /** What has become of it so far. Any thread. */
    public Life life() {
        return (Life) LIFE.getAcquire(this);
    }

    private void become(Life next) {
        LIFE.setRelease(this, next);
    }

    private void settled() {
        if (promise != null) {
            promise.settled(copy, life);
        }
    }

    /** Somebody else is responsible from now on. */
    void promise(Promise next) {
        promise = next;
        copy = 0;
    }

    /** It is safe elsewhere: whoever was promised that need not care any more. */
    void handOver() {
        settled();
        promise = null;
    }

    boolean inBacklog() {
        return promise != null && promise.inBacklog();
    }

    /** Whether somebody was promised something about it. */
    public boolean promised() {
        return promise != null;
    }

    /** Whether another process goes on with it when this one ends. */
    public boolean outlivesProcess() {
        return promise != null && promise.outlivesProcess();
    }

    public void flies() {
        become(life.inFlight());
    }

    /** @param first what it becomes unless it was tried before; shared by the batch */
    public void delivered(Life first) {
        become(
                life.count() == 0
                        ? first
                        : life.then(Life.Status.DELIVERED, first.attempts().get(0)));
        settled();
    }

    /** An attempt failed; whether it is the last one, others decide. */
    public void failed(Attempt attempt) {
        become(life.then(Life.Status.RETRYING, attempt));
    }

    /** It is in the queue again. */
    void waits() {
        become(life.waiting());
    }

    /** It is where dead letters are kept. */
    public void died(String why) {
        become(life.dead(why));
        settled();
    }

    public void diverted(String why, Delivery copy, String to) {
        become(life.diverted(why, copy, to));
    }

    public void dropped(String why) {
        become(Life.dropped(why));
        settled();
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
