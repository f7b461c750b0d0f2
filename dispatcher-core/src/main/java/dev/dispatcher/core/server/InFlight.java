/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests under way, and waits for their end. */
final class InFlight {

    private final AtomicInteger count = new AtomicInteger();
    private final Set<Thread> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** False, and nothing counted, once draining began. */
    boolean enter() {
        count.incrementAndGet();
        if (draining) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        if (count.decrementAndGet() == 0 && draining) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** The current thread writes a stream; it is interrupted when draining begins, since it may have no end. */
    void streamBegins() {
        streams.add(Thread.currentThread());
        if (draining) {
            Thread.currentThread().interrupt();
        }
    }

    void streamEnds() {
        streams.remove(Thread.currentThread());
    }

    /** Returns how many are left when the time is over. */
    int drain(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        draining = true;
        streams.forEach(Thread::interrupt);
        synchronized (this) {
            long left = end - System.nanoTime();
            while (count.get() > 0 && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = end - System.nanoTime();
            }
        }
        return count.get();
    }
}
