/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks after the deadlines of all couriers. It looks every tenth of the shortest timeout, between 5 and
 * 100 ms: an attempt may cost no more than a note of when it began, so there is no timer per attempt.
 */
public final class Watchdog implements AutoCloseable {

    /** What the SPI gives a call to end after an interrupt. */
    public static final Duration GRACE = Duration.ofSeconds(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(Watchdog.class);

    private final List<Courier> couriers = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long grace;
    private boolean closed;

    public Watchdog() {
        this(GRACE);
    }

    /** @param grace how long a call may go on after it was interrupted until it counts as stuck */
    public Watchdog(Duration grace) {
        this.grace = grace.toNanos();
        // not a virtual one: it must run when all carriers are pinned by sinks
        Thread thread = new Thread(this::run, "dispatcher-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    void add(Courier courier) {
        couriers.add(courier);
        wake();
    }

    void remove(Courier courier) {
        couriers.remove(courier);
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (await()) {
            long now = System.nanoTime();
            for (Courier courier : couriers) {
                try {
                    courier.check(now, grace);
                } catch (RuntimeException e) {
                    LOGGER.error("{}: a mistake in the dispatcher", courier.name(), e);
                }
            }
        }
    }

    @SuppressWarnings("WaitNotInLoop") // a round too many does no harm
    private boolean await() {
        lock.lock();
        try {
            if (!closed && couriers.isEmpty()) {
                changed.await();
            } else if (!closed) {
                long shortest =
                        couriers.stream().mapToLong(Courier::timeoutNanos).min().orElse(Long.MAX_VALUE);
                long tick = Math.min(Math.max(shortest / 10, 5_000_000), 100_000_000);
                changed.await(tick, TimeUnit.NANOSECONDS);
            }
            return !closed;
        } catch (InterruptedException e) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. Call it when every courier has ended. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
