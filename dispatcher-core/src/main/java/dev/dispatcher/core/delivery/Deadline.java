/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts one worker's attempt at its deadline, and never anything after it: the interrupt happens under the lock under
 * which the attempt ends.
 */
final class Deadline {

    /** What happened to an attempt from outside. */
    enum End {
        /** Nothing. */
        UNDISTURBED,
        /** It was interrupted. */
        INTERRUPTED,
        /** It did not end, and its deliveries belong to someone else now. */
        ABANDONED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread running;
    private long at;
    private boolean interrupted;
    private boolean abandoned;

    void begin(long nanos) {
        lock.lock();
        try {
            running = Thread.currentThread();
            at = nanos;
            interrupted = false;
        } finally {
            lock.unlock();
        }
    }

    End end() {
        lock.lock();
        try {
            running = null;
            return abandoned ? End.ABANDONED : interrupted ? End.INTERRUPTED : End.UNDISTURBED;
        } finally {
            lock.unlock();
            // also one that the sink set itself
            Thread.interrupted();
        }
    }

    /** Called every now and then. */
    void check(long now) {
        lock.lock();
        try {
            if (running != null && !interrupted && now - at >= 0) {
                interrupt(now, running);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Does not wait for the deadline. */
    void interruptNow(long now) {
        lock.lock();
        try {
            if (running != null && !interrupted) {
                interrupt(now, running);
            }
        } finally {
            lock.unlock();
        }
    }

    private void interrupt(long now, Thread thread) {
        interrupted = true;
        at = now;
        thread.interrupt();
    }

    /** True while an attempt goes on for longer than {@code grace} after it was interrupted. */
    boolean ignored(long now, long grace) {
        lock.lock();
        try {
            return running != null && interrupted && now - at >= grace;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an attempt's deliveries away from it; false when it has just ended, or was abandoned before. */
    boolean abandon() {
        lock.lock();
        try {
            boolean goesOn = running != null && !abandoned;
            abandoned |= goesOn;
            return goesOn;
        } finally {
            lock.unlock();
        }
    }
}
