/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time per host, among all instances: two audits at once would measure each other. */
final class Turns {

    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
    }

    private static final Map<String, Turn> TURNS = new HashMap<>();

    private Turns() {}

    /** Ends a turn. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until nobody else has a turn at this host. */
    static Held take(String host) throws InterruptedException {
        Turn turn;
        synchronized (TURNS) {
            turn = TURNS.computeIfAbsent(host, made -> new Turn());
            turn.users++;
        }
        try {
            turn.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            leave(host, turn);
            throw e;
        }
        return () -> {
            turn.lock.unlock();
            leave(host, turn);
        };
    }

    private static void leave(String host, Turn turn) {
        synchronized (TURNS) {
            if (--turn.users == 0) {
                TURNS.remove(host);
            }
        }
    }
}
