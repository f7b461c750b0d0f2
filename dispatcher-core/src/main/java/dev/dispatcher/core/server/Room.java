/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the memory of all large bodies at once, so that many senders together cannot fill the heap. */
final class Room {

    private final long most;
    private final AtomicLong used = new AtomicLong();

    Room(long most) {
        this.most = most;
    }

    /** What one request holds of it; released once, at its end. */
    final class Share {
        private long held;

        /** False, and nothing taken, when there is not so much left. */
        synchronized boolean growTo(long bytes) {
            long more = bytes - held;
            if (more <= 0) {
                return true;
            }
            if (used.addAndGet(more) > most) {
                used.addAndGet(-more);
                return false;
            }
            held = bytes;
            return true;
        }

        synchronized void release() {
            used.addAndGet(-held);
            held = 0;
        }
    }

    Share share() {
        return new Share();
    }

    long used() {
        return used.get();
    }
}
