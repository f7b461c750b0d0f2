/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends calls whose deadline has passed or whose thread was interrupted: a thread that is blocked in a socket notices
 * neither. One thread for all clients, which looks every 50 ms while calls are under way and parks otherwise.
 */
final class CallWatcher implements Runnable, AutoCloseable {

    private static final long TICK_NANOS = 50_000_000;

    /** One call. The thread that makes it adds and removes it. */
    static final class Call {

        private final Thread thread = Thread.currentThread();
        private final long deadline;
        private final Runnable cancel;
        private volatile boolean late;

        Call(long deadline, Runnable cancel) {
            this.deadline = deadline;
            this.cancel = cancel;
        }

        /** Whether it was ended because its deadline had passed. */
        boolean late() {
            return late || System.nanoTime() - deadline >= 0;
        }
    }

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this, "http-client-watcher");
    private volatile boolean idle;
    private volatile boolean closed;

    CallWatcher() {
        thread.setDaemon(true);
        thread.start();
    }

    void add(Call call) {
        calls.add(call);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Call call) {
        calls.remove(call);
    }

    @Override
    public void run() {
        while (!closed) {
            idle = true;
            if (calls.isEmpty()) {
                LockSupport.park(this);
            }
            idle = false;
            LockSupport.parkNanos(this, TICK_NANOS);
            long now = System.nanoTime();
            for (Call call : calls) {
                if (now - call.deadline >= 0) {
                    call.late = true;
                    call.cancel.run();
                } else if (call.thread.isInterrupted()) {
                    call.cancel.run();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
