/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.delivery.Judgement.Fault;
import dev.dispatcher.core.delivery.Judgement.Outcome;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.Attempt;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.DeliveryQueue.Mode;
import dev.dispatcher.core.queue.Failure;
import dev.dispatcher.core.queue.Life;
import dev.dispatcher.core.trace.Around;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes batches from the queue and tries each until it is settled or must be put back. One thread. */
final class Worker implements Runnable {

    private final int number;
    private final Sink sink;
    private final DeliveryQueue queue;
    private final DeliveryOptions options;
    private final Gate gate;
    private final Semaphore turns;
    private final Settlement settlement;
    private final FailureLog log;
    private final Clock clock;
    private final UnaryOperator<String> mask;
    private final Runnable ended;
    private final Deadline deadline = new Deadline();
    private final Pending pending = new Pending();
    /** In a row; they outlive a batch, so that one that is given up does not hurry the next. */
    private int failures;

    private long pausedAt = System.nanoTime();
    private long notBefore = pausedAt;
    private boolean abandoned;
    /** Of the attempt that has just ended. */
    private Instant attemptedAt = Instant.EPOCH;

    private Duration took = Duration.ZERO;
    private volatile @Nullable Instant oldest;

    Worker(
            int number,
            Sink sink,
            DeliveryQueue queue,
            DeliveryOptions options,
            Gate gate,
            Semaphore turns,
            Settlement settlement,
            FailureLog log,
            Clock clock,
            UnaryOperator<String> mask,
            Runnable ended) {
        this.number = number;
        this.sink = sink;
        this.queue = queue;
        this.options = options;
        this.gate = gate;
        this.turns = turns;
        this.settlement = settlement;
        this.log = log;
        this.clock = clock;
        this.mask = mask;
        this.ended = ended;
    }

    @Override
    public void run() {
        while (!abandoned && gate.awaitService()) {
            try {
                List<Delivery> batch = queue.take(
                        number,
                        options.batch(),
                        options.batchBytes().bytes(),
                        options.wait_().toNanos(),
                        gate::mode);
                if (!batch.isEmpty()) {
                    settle(batch);
                } else if (gate.mode() != Mode.RUN) {
                    break;
                }
            } catch (InterruptedException e) {
                // nobody means it: workers are told through the gate
            }
        }
        if (!abandoned) {
            ended.run();
        }
    }

    private void settle(List<Delivery> batch) {
        pending.add(batch);
        try {
            while (!abandoned && !pending.isEmpty() && step()) {
                oldest = pending.isEmpty() ? null : pending.oldest().queuedAt();
            }
        } catch (RuntimeException | Error e) {
            // to lose what we hold, or this thread, would be worse than whatever this is
            log.mistake(e);
            gate.breakDown();
        }
        if (!abandoned && !pending.isEmpty()) {
            queue.putBack(pending.removeAll());
        }
        oldest = null;
    }

    /** False when what is left must be put back. */
    private boolean step() {
        switch (gate.await(pausedAt, notBefore, expiry())) {
            case LEAVE -> {
                return false;
            }
            case EXPIRED -> giveUpOld();
            case GO -> attempt(pending.first(), false);
            case PROBE -> attempt(pending.firstAlone(), true);
        }
        return true;
    }

    private Instant birth(Delivery delivery) {
        Instant since = gate.inServiceSince();
        return delivery.queuedAt().isAfter(since) ? delivery.queuedAt() : since;
    }

    private long expiry() {
        Instant end = birth(pending.oldest()).plus(options.oldest());
        return System.nanoTime() + Duration.between(clock.instant(), end).toNanos();
    }

    private void giveUpOld() {
        Instant limit = clock.instant().minus(options.oldest());
        for (Delivery old : pending.removeIf(delivery -> !birth(delivery).isAfter(limit))) {
            settlement.giveUp(old, GaveUp.TOO_OLD);
        }
    }

    private void attempt(List<Delivery> part, boolean probe) {
        oldest = pending.oldest().queuedAt();
        turns.acquireUninterruptibly();
        Throwable thrown = call(part);
        Deadline.End end = deadline.end();
        turns.release();
        if (end == Deadline.End.ABANDONED) {
            abandoned = true;
            return;
        }
        Judgement judgement = thrown == null
                ? Judgement.delivered(part)
                : Judgement.of(part, thrown, end == Deadline.End.INTERRUPTED, options.timeout())
                        .masked(mask);
        Outcome outcome = judgement.outcome();
        if (thrown instanceof LinkageError) {
            queue.counts().failures.add(Reason.FAULT, 1);
            log.broken(thrown);
            gate.breakDown();
        } else {
            sort(part, judgement, thrown);
        }
        gate.settled(outcome, probe, judgement.wait(options.retryAfterCap()));
    }

    private @Nullable Throwable call(List<Delivery> part) {
        List<Event> events = new ArrayList<>(part.size());
        Instant now = clock.instant();
        for (Delivery delivery : part) {
            delivery.attempted(now);
            delivery.flies();
            events.add(delivery.event());
        }
        attemptedAt = now;
        queue.counts().attempts.increment();
        if (part.size() == 1) {
            Around.enter(part.get(0).arrival().trace());
        }
        long began = System.nanoTime();
        deadline.begin(began + options.timeout().toNanos());
        try {
            sink.deliver(Collections.unmodifiableList(events));
            return null;
        } catch (Throwable e) {
            return e;
        } finally {
            long nanos = System.nanoTime() - began;
            took = Duration.ofNanos(nanos);
            queue.counts().durations.add(nanos);
            Around.leave();
        }
    }

    /** Settles what is decided, and keeps what is to be tried again. */
    private void sort(List<Delivery> part, Judgement judgement, @Nullable Throwable thrown) {
        Optional<Fault> worst = judgement.worst();
        worst.ifPresent(fault -> queue.counts().failures.add(fault.reason(), 1));
        List<Delivery> again = new ArrayList<>();
        List<Delivery> halve = new ArrayList<>();
        List<Delivery> rejected = new ArrayList<>();
        List<Delivery> exhausted = new ArrayList<>();
        Instant now = clock.instant();
        Life delivered = Life.delivered(new Attempt(attemptedAt, took, null));
        for (int i = 0; i < part.size(); i++) {
            Fault fault = judgement.faults().get(i);
            Delivery delivery = part.get(i);
            if (fault == null) {
                delivery.delivered(delivered);
                continue;
            }
            Failure failure = new Failure(fault.reason(), fault.message(), now);
            delivery.failed(failure);
            delivery.failed(new Attempt(attemptedAt, took, failure));
            if (fault.parks()) {
                again.add(delivery);
            } else if (!fault.retryable()) {
                (fault.named() ? rejected : halve).add(delivery);
            } else {
                int setbacks = delivery.setback();
                boolean most = options.attempts().isPresent()
                        && setbacks >= options.attempts().get();
                (most ? exhausted : again).add(delivery);
            }
        }
        if (halve.size() == 1) {
            rejected.addAll(halve);
            halve = List.of();
        }
        int failed = again.size() + halve.size() + rejected.size() + exhausted.size();
        pending.replace(again, halve);
        settlement.delivered(part.size() - failed);
        rejected.forEach(delivery -> settlement.giveUp(delivery, GaveUp.REJECTED));
        exhausted.forEach(delivery -> settlement.giveUp(delivery, GaveUp.TOO_MANY_ATTEMPTS));
        if (worst.isPresent() && (worst.get().retryable() || worst.get().parks())) {
            log.failed(worst.get(), thrown);
            failures = failed < part.size() ? 1 : failures + 1;
            pausedAt = System.nanoTime();
            notBefore = pausedAt + gate.backoffNanos(failures);
        } else {
            log.ended(failed < part.size());
            failures = 0;
            pausedAt = notBefore = System.nanoTime();
        }
    }

    Deadline deadline() {
        return deadline;
    }

    /** When the oldest delivery was made that this worker holds. */
    @Nullable
    Instant oldest() {
        return oldest;
    }

    /**
     * Gives up on a call that does not end: its deliveries go back to the queue, and whatever it comes to is forgotten. False
     * when it has ended after all. Any thread.
     */
    boolean abandon() {
        if (!deadline.abandon()) {
            return false;
        }
        // the worker does not touch them any more: it sees under the deadline's lock that they are not its own
        queue.putBack(pending.removeAll());
        return true;
    }
}
