/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.DeliveryQueue.Mode;
import dev.dispatcher.core.thread.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is in one queue through one instance of a sink, until it is retired or drained; then another may go on with
 * the queue. Does not close the sink. Any number of threads.
 */
public final class Courier {

    /**
     * What all couriers share.
     *
     * @param random for the jitter; used by one thread of a courier at a time, so a seeded one is for one courier
     * @param mask takes the secrets of the configuration out of what a sink says, before it is kept or logged
     */
    public record Surroundings(
            Clock clock,
            RandomGenerator random,
            Watchdog watchdog,
            DeadLetters deadLetters,
            UnaryOperator<String> mask) {}

    private final String name;
    private final DeliveryQueue queue;
    private final DeliveryOptions options;
    private final Watchdog watchdog;
    private final Gate gate;
    private final FailureLog log;
    private final Settlement settlement;
    private final Sink sink;
    private final Clock clock;
    private final UnaryOperator<String> mask;
    /** As many as calls may be in progress at once, whoever makes them. */
    private final Semaphore turns;

    private final AtomicReference<@Nullable Trial> trial = new AtomicReference<>();
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger active = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean started;
    private volatile boolean stuck;
    private volatile @Nullable Long drainUntil;

    /**
     * @param fallback asked each time something is given up, since the other sink's queue may change; empty when there is none
     */
    public Courier(
            String name,
            Sink sink,
            DeliveryQueue queue,
            DeliveryOptions options,
            Supplier<Optional<DeliveryQueue>> fallback,
            Surroundings surroundings) {
        this.name = name;
        this.sink = sink;
        this.mask = surroundings.mask();
        this.queue = queue;
        this.options = options;
        this.watchdog = surroundings.watchdog();
        clock = surroundings.clock();
        turns = new Semaphore(options.concurrency(), true);
        gate = new Gate(options, clock, surroundings.random());
        log = new FailureLog(
                name, LoggerFactory.getLogger(Courier.class), clock, FailureLog.byQueue(queue.counts().dropped));
        settlement = new Settlement(queue, fallback, surroundings.deadLetters(), clock, log);
        for (int i = 0; i < options.concurrency(); i++) {
            workers.add(new Worker(
                    i,
                    sink,
                    queue,
                    options,
                    gate,
                    turns,
                    settlement,
                    log,
                    clock,
                    surroundings.mask(),
                    this::workerEnded));
        }
    }

    public String name() {
        return name;
    }

    public DeliveryQueue queue() {
        return queue;
    }

    /**
     * Begins to deliver. Call it once.
     *
     * @throws IllegalStateException when the queue has another courier that has not ended
     */
    public void start() {
        queue.acquire(options.queueOptions());
        started = true;
        active.set(workers.size());
        watchdog.add(this);
        ThreadFactory threads = Threads.factory("deliver-" + name + "-");
        workers.forEach(worker -> threads.newThread(worker).start());
    }

    private void workerEnded() {
        if (active.decrementAndGet() == 0) {
            watchdog.remove(this);
            queue.leave();
            // elsewhere: whatever hangs on it may take its time, and this may be the watchdog's thread
            ended.completeAsync(() -> null, Threads.each("after-" + name + "-"));
        }
    }

    /**
     * Ends after the attempts in flight, at their deadline at the latest. What is not settled is back in the queue then, in
     * order; the queue stays open. A call that ignores its interrupt is left behind, and its deliveries go back too.
     *
     * @return completed on another thread when the next courier may take over
     */
    public CompletionStage<Void> retire() {
        stop(Mode.STOP);
        return ended;
    }

    /**
     * Takes nothing more, delivers what is there and ends; at the deadline attempts in flight are interrupted.
     *
     * @return how many deliveries are left, completed on another thread; they still wait in the queue
     */
    public CompletionStage<Long> drain(Duration most) {
        queue.close();
        drainUntil = System.nanoTime() + most.toNanos();
        stop(Mode.DRAIN);
        return ended.thenApply(unused -> {
            long left = queue.waiting();
            if (left == 0) {
                queue.counts().detach(queue);
            }
            return left;
        });
    }

    private void stop(Mode mode) {
        gate.mode(mode);
        queue.wake();
        if (!started) {
            ended.complete(null);
        }
    }

    /**
     * Gives up what waits in the closed queue, after {@link #drain}: to the fallback sink or the dead letters. When the
     * process ends, what outlives it is left as it is.
     *
     * @return how many deliveries were given up
     */
    public long abandon(GaveUp why) {
        List<Delivery> left = new ArrayList<>(queue.takeLeft());
        if (why == GaveUp.STOPPED) {
            List<Delivery> kept =
                    left.stream().filter(Delivery::outlivesProcess).toList();
            left.removeAll(kept);
            queue.putBack(kept);
        }
        left.forEach(delivery -> settlement.giveUp(delivery, why));
        if (queue.waiting() == 0) {
            queue.counts().detach(queue);
        }
        return left.size();
    }

    /** Makes no attempt any more until {@link #resume}; those in flight go on. */
    public void pause() {
        gate.pause();
        log.say("paused");
    }

    /** Ends a pause, or lets a parked sink try again at once. The age of what waits counts anew from here. */
    public void resume() {
        gate.resume();
        log.say("resumed");
    }

    /**
     * Makes one call of the sink with this event and tells what came of it, whatever state the sink is in. It takes its turn
     * among the deliveries, is counted nowhere, and is never tried again.
     *
     * @return completed on another thread, within twice the timeout and a little
     */
    public CompletionStage<Trial.Result> trial(Event event) {
        if (active.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            return CompletableFuture.completedFuture(
                    Trial.Result.not("the sink does not deliver any more, or not yet"));
        }
        Trial made = new Trial(sink, event, options.timeout(), turns, clock, mask, this::trialEnded);
        if (!trial.compareAndSet(null, made)) {
            workerEnded();
            return CompletableFuture.completedFuture(Trial.Result.not("another test of this sink is under way"));
        }
        Threads.factory("test-" + name + "-").newThread(made).start();
        return made.result();
    }

    private void trialEnded() {
        trial.set(null);
        workerEnded();
    }

    long timeoutNanos() {
        return options.timeout().toNanos();
    }

    /** The watchdog's round. */
    void check(long now, long grace) {
        Long until = drainUntil;
        boolean over = until != null && now - until >= 0;
        if (over && gate.mode() != Mode.STOP) {
            stop(Mode.STOP);
        }
        boolean anyStuck = false;
        for (Worker worker : workers) {
            Deadline deadline = worker.deadline();
            deadline.check(now);
            if (over) {
                deadline.interruptNow(now);
            }
            if (deadline.ignored(now, grace)) {
                anyStuck = true;
                if (gate.mode() == Mode.STOP && worker.abandon()) {
                    log.say("a call of the sink does not end; it is left behind");
                    workerEnded();
                }
            }
        }
        Trial tried = trial.get();
        if (tried != null) {
            tried.check(now, grace);
        }
        if (anyStuck && !stuck) {
            log.say("a call of the sink goes on although its deadline has passed and it was interrupted");
        }
        stuck = anyStuck;
        log.drops(queue.counts().dropped);
    }

    public Health health() {
        Optional<Instant> failingSince = log.failingSince();
        return new Health(
                state(failingSince.isPresent()),
                log.lastSuccess(),
                failingSince,
                log.lastFailure(),
                oldest(),
                gate.nextAttempt(),
                queue.waiting(),
                queue.inFlight());
    }

    private State state(boolean failing) {
        State state = gate.state();
        if (ended.isDone()) {
            return State.RETIRED;
        } else if (stuck) {
            return State.STUCK;
        } else if (state != State.RUNNING) {
            return state;
        } else if (gate.mode() != Mode.RUN) {
            return State.DRAINING;
        }
        return failing ? State.RETRYING : State.RUNNING;
    }

    private Optional<Instant> oldest() {
        Instant oldest = queue.oldest();
        for (Worker worker : workers) {
            Instant held = worker.oldest();
            if (held != null && (oldest == null || held.isBefore(oldest))) {
                oldest = held;
            }
        }
        return Optional.ofNullable(oldest);
    }
}
