/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.core.delivery.Judgement.Outcome;
import dev.dispatcher.core.queue.DeliveryQueue.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Decides when the workers of one courier may make an attempt, and lets them wait until then. Any number of threads. */
final class Gate {

    /** What a worker may do. */
    enum Turn {
        /** Make an attempt. */
        GO,
        /** Make an attempt with one event, and tell {@link #settled} in any case: the others wait for it. */
        PROBE,
        /** What it holds has become too old. */
        EXPIRED,
        /** Put back what it holds. */
        LEAVE
    }

    private enum Block {
        NONE,
        OPEN,
        PARKED
    }

    private final DeliveryOptions options;
    private final Clock clock;
    private final Breaker breaker;
    private final Backoff backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Mode mode = Mode.RUN;
    private volatile Instant inServiceSince;
    private Block block = Block.NONE;
    private boolean probing;
    private boolean paused;
    private boolean broken;
    private long blockedUntil;
    private long holdUntil = System.nanoTime();
    private long unblockedAt = System.nanoTime();

    Gate(DeliveryOptions options, Clock clock, RandomGenerator random) {
        this.options = options;
        this.clock = clock;
        this.breaker = new Breaker(options.breaker());
        this.backoff = new Backoff(options.backoff(), random);
        this.inServiceSince = clock.instant();
    }

    Mode mode() {
        return mode;
    }

    /** Only forward: a courier that stops does not drain again. */
    void mode(Mode next) {
        lock.lock();
        try {
            if (next.compareTo(mode) > 0) {
                mode = next;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Since when deliveries could have been made: what waited before begins its age here. */
    Instant inServiceSince() {
        return inServiceSince;
    }

    void pause() {
        lock.lock();
        try {
            paused = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void breakDown() {
        lock.lock();
        try {
            broken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a pause, and lets a parked or open one try at once. */
    void resume() {
        lock.lock();
        try {
            paused = false;
            inServiceSince = clock.instant();
            holdUntil = System.nanoTime();
            unblock();
            unblockedAt = holdUntil;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while nothing may be taken from the queue; false when the worker should end. */
    boolean awaitService() {
        lock.lock();
        try {
            while (paused || broken) {
                if (mode != Mode.RUN) {
                    return false;
                }
                changed.awaitUninterruptibly();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next turn of a worker that holds deliveries.
     *
     * @param pausedAt when its pause began, and
     * @param notBefore when it ends, in terms of {@link System#nanoTime}
     * @param expiry when the oldest that it holds is too old
     */
    Turn await(long pausedAt, long notBefore, long expiry) {
        lock.lock();
        try {
            while (true) {
                if (paused || broken || mode == Mode.STOP) {
                    return Turn.LEAVE;
                }
                long now = System.nanoTime();
                if (now - expiry >= 0) {
                    return Turn.EXPIRED;
                }
                long left = expiry - now;
                if (block == Block.NONE) {
                    // a destination that has come back need not wait for a pause from when it was away
                    long own = unblockedAt - pausedAt > 0 ? now : notBefore;
                    long wait = Math.max(own - now, holdUntil - now);
                    if (wait <= 0) {
                        return Turn.GO;
                    }
                    left = Math.min(left, wait);
                } else if (!probing) {
                    long wait = Math.max(blockedUntil - now, holdUntil - now);
                    if (wait <= 0) {
                        probing = true;
                        return Turn.PROBE;
                    }
                    left = Math.min(left, wait);
                }
                sleep(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void sleep(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // nobody interrupts a worker outside an attempt; the caller looks again at everything anyway
        }
    }

    /**
     * An attempt has ended.
     *
     * @param asked how long the destination asked to be left alone, already capped
     */
    void settled(Outcome outcome, boolean probe, Duration asked) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (probe) {
                probing = false;
            }
            if (holdUntil - now < asked.toNanos()) {
                holdUntil = now + asked.toNanos();
            }
            switch (outcome) {
                case ANSWERED -> unblock();
                case UNAUTHORIZED -> {
                    block = Block.PARKED;
                    blockedUntil = now + options.parkProbe().toNanos();
                }
                case SILENT -> {
                    boolean enough = breaker.silent();
                    if (probe && block == Block.PARKED) {
                        blockedUntil = now + options.parkProbe().toNanos();
                    } else if (probe || (enough && block == Block.NONE)) {
                        block = Block.OPEN;
                        blockedUntil = now + breaker.openNanos();
                    }
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void unblock() {
        breaker.answered();
        if (block != Block.NONE) {
            block = Block.NONE;
            unblockedAt = System.nanoTime();
        }
    }

    long backoffNanos(int failures) {
        lock.lock();
        try {
            return backoff.nanos(failures);
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> nextAttempt() {
        lock.lock();
        try {
            return block == Block.NONE
                    ? Optional.empty()
                    : Optional.of(clock.instant().plusNanos(Math.max(0, blockedUntil - System.nanoTime())));
        } finally {
            lock.unlock();
        }
    }

    /** RUNNING when nothing is in the way. */
    State state() {
        lock.lock();
        try {
            if (broken) {
                return State.BROKEN;
            } else if (paused) {
                return State.PAUSED;
            }
            return switch (block) {
                case PARKED -> State.PARKED;
                case OPEN -> State.OPEN;
                case NONE -> State.RUNNING;
            };
        } finally {
            lock.unlock();
        }
    }
}
