/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.delivery.Judgement.Fault;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Failure;
import dev.dispatcher.core.thread.Threads;
import dev.dispatcher.core.trace.Around;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call of a sink beside its deliveries, to see what comes back. Runs once, on a thread of its own. */
public final class Trial implements Runnable {

    /**
     * What came of it.
     *
     * @param made false when the sink was not called
     * @param reason why it failed
     * @param retryable whether a delivery would have been tried again
     * @param message what the sink said, or why it was not called; empty when it went well
     * @param answers what destinations answered over the host's HTTP client, in order; others tell nothing
     */
    public record Result(
            boolean made,
            boolean delivered,
            Optional<Reason> reason,
            boolean retryable,
            String message,
            Duration took,
            List<String> answers) {

        static Result not(String why) {
            return new Result(false, false, Optional.empty(), true, why, Duration.ZERO, List.of());
        }
    }

    private final Sink sink;
    private final Delivery delivery;
    private final Duration timeout;
    private final Semaphore turns;
    private final UnaryOperator<String> mask;
    private final Runnable ended;
    private final Deadline deadline = new Deadline();
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    /** @param ended called once, when the sink is not in use any more or was left behind */
    Trial(
            Sink sink,
            Event event,
            Duration timeout,
            Semaphore turns,
            Clock clock,
            UnaryOperator<String> mask,
            Runnable ended) {
        this.sink = sink;
        Instant now = clock.instant();
        this.delivery = new Delivery(event, new Arrival(event, "", 0, now), "", now);
        this.timeout = timeout;
        this.turns = turns;
        this.mask = mask;
        this.ended = ended;
    }

    CompletableFuture<Result> result() {
        return result;
    }

    @Override
    public void run() {
        if (!turn()) {
            end(Result.not("the sink is busy with a delivery, and was for " + timeout.toMillis() + " ms"));
            return;
        }
        long began = System.nanoTime();
        Around.enter(new Around(null, answer -> answers.add(Failure.clean(mask.apply(answer)))));
        deadline.begin(began + timeout.toNanos());
        Throwable thrown = call();
        Deadline.End how = deadline.end();
        Around.leave();
        if (how != Deadline.End.ABANDONED) {
            turns.release();
            end(judged(thrown, how == Deadline.End.INTERRUPTED, Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    private boolean turn() {
        try {
            return turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private @Nullable Throwable call() {
        try {
            sink.deliver(List.of(delivery.event()));
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private Result judged(@Nullable Throwable thrown, boolean interrupted, Duration took) {
        List<String> heard = List.copyOf(answers);
        if (thrown == null) {
            return new Result(true, true, Optional.empty(), false, "", took, heard);
        }
        Fault fault = Judgement.of(List.of(delivery), thrown, interrupted, timeout)
                .masked(mask)
                .worst()
                .orElse(null);
        if (fault == null) {
            return new Result(true, true, Optional.empty(), false, "", took, heard);
        }
        String message = Failure.clean(fault.message());
        return new Result(true, false, Optional.of(fault.reason()), fault.retryable(), message, took, heard);
    }

    private void end(Result what) {
        ended.run();
        result.completeAsync(() -> what, Threads.each("after-trial-"));
    }

    /** The watchdog's round. */
    void check(long now, long grace) {
        deadline.check(now);
        if (deadline.ignored(now, grace) && deadline.abandon()) {
            turns.release();
            end(new Result(
                    true,
                    false,
                    Optional.of(Reason.DEADLINE),
                    true,
                    "the call does not end, although its deadline has passed and it was interrupted",
                    timeout,
                    List.copyOf(answers)));
        }
    }
}
