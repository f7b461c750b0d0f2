/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Outcomes;
import dev.dispatcher.core.plugin.ContextLoader;
import dev.dispatcher.core.thread.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Outcomes for one instance. Those that are followed are looked at in turns by a thread that is there only while there are
 * any: so that deliveries, of which there are many more, tell nobody anything. Any number of threads.
 */
final class LentOutcomes implements Outcomes, AutoCloseable {

    static final int MOST = 10_000;

    private static final long PAUSE_MILLIS = 100;

    private final String name;
    private final Told told;
    private final Logger logger;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Deque<Followed> followed = new ArrayDeque<>();
    private boolean running;

    LentOutcomes(String name, Told told, Logger logger) {
        this.name = name;
        this.told = told;
        this.logger = logger;
    }

    @Override
    public List<Outcome> find(String id) {
        return told.find(id).stream().map(Told.Standing::outcome).toList();
    }

    @Override
    public Following follow(String id, Consumer<Outcome> listener) {
        List<? extends Told.Standing> found = told.find(id);
        if (found.isEmpty()) {
            return () -> {};
        }
        Followed added =
                new Followed(found.get(0), listener, Thread.currentThread().getContextClassLoader());
        lock.lock();
        try {
            if (stop.getCount() == 0) {
                return () -> {};
            }
            followed.add(added);
            if (followed.size() > MOST) {
                followed.remove().over = true;
            }
            if (!running) {
                running = true;
                Threads.factory("outcomes-" + name + "-")
                        .newThread(this::rounds)
                        .start();
            }
        } finally {
            lock.unlock();
        }
        return () -> added.over = true;
    }

    /** How many followings have not ended. */
    int followed() {
        lock.lock();
        try {
            return followed.size();
        } finally {
            lock.unlock();
        }
    }

    private void rounds() {
        for (List<Followed> turn = next(); !turn.isEmpty(); turn = next()) {
            turn.forEach(this::look);
        }
    }

    /** After a pause, those that are not over; none when the thread is to end. */
    private List<Followed> next() {
        boolean end = false;
        try {
            end = stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // nobody means it: this thread is told through the latch
        }
        lock.lock();
        try {
            followed.removeIf(each -> each.over);
            running = !end && !followed.isEmpty();
            return running ? new ArrayList<>(followed) : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void look(Followed each) {
        Status now = each.standing.status();
        if (each.over || now == each.last) {
            return;
        }
        each.last = now;
        try (ContextLoader ignored = ContextLoader.as(each.loader)) {
            each.listener.accept(each.standing.outcome());
        } catch (RuntimeException | LinkageError e) {
            each.over = true;
            logger.warn("what listens to an outcome failed, and is told no more", e);
        }
        each.over |= now.settled();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stop.countDown();
            followed.forEach(each -> each.over = true);
            followed.clear();
        } finally {
            lock.unlock();
        }
    }

    /** One that is followed; {@code last} belongs to the thread that looks. */
    private static final class Followed {
        final Told.Standing standing;
        final Consumer<Outcome> listener;
        final @Nullable ClassLoader loader;

        @Nullable
        Status last;

        volatile boolean over;

        Followed(Told.Standing standing, Consumer<Outcome> listener, @Nullable ClassLoader loader) {
            this.standing = standing;
            this.listener = listener;
            this.loader = loader;
        }
    }
}
