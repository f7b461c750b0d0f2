/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.core.thread.Threads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a queue holds beyond its memory. Deliveries go from the tail, a short list in memory, to the backlog, and from there
 * back into the queue when it is half empty, in order. A thread of its own does that while there is anything; nobody
 * else waits for a disk. Guarded by the queue's lock, but for the thread's work on the backlog.
 */
final class Spilling {

    private static final Logger LOG = LoggerFactory.getLogger(Spilling.class);
    private static final int AT_ONCE = 500;
    /** A burst that the disk takes in a moment is not turned away for a small queue. */
    private static final int LEAST = 10_000;
    /** Nor is one request, however many events are in it. */
    private static final long LEAST_BYTES = 16 << 20;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String sink;
    private final Backlog backlog;
    private final ReentrantLock lock;
    private final Condition work;
    private final IntSupplier room;
    private final Consumer<Delivery> queue;
    private final Deque<Delivery> tail = new ArrayDeque<>();
    private long tailBytes;
    /** Of the backlog, as of its last use by the thread. */
    private long stored;

    private boolean busy;
    private boolean running;
    private boolean stopped;
    private boolean failing;

    /**
     * @param room how many more the queue should get now; asked under the lock
     * @param queue takes what comes back; called under the lock
     */
    Spilling(String sink, Backlog backlog, ReentrantLock lock, IntSupplier room, Consumer<Delivery> queue) {
        this.sink = sink;
        this.backlog = backlog;
        this.lock = lock;
        this.work = lock.newCondition();
        this.room = room;
        this.queue = queue;
        this.stored = backlog.count();
    }

    /** Whether what comes now has to wait behind something. */
    boolean active() {
        return waiting() > 0 || busy;
    }

    long waiting() {
        return stored + tail.size();
    }

    long tailBytes() {
        return tailBytes;
    }

    long bytes() {
        return backlog.bytes();
    }

    long averageSize() {
        return stored == 0 ? 1 : Math.max(1, backlog.bytes() / stored);
    }

    /** Whether so many could ever be taken at once. */
    static boolean fits(int count, long size, QueueOptions options) {
        return count <= mostInTail(options) && size <= Math.max(options.bytes(), LEAST_BYTES);
    }

    private static int mostInTail(QueueOptions options) {
        return Math.max(options.events(), LEAST);
    }

    /** Whether the tail takes so many more. */
    boolean takes(int count, long size, QueueOptions options) {
        return !stopped
                && backlog.hasRoom()
                && tail.size() + count <= mostInTail(options)
                && tailBytes + size <= Math.max(options.bytes(), LEAST_BYTES);
    }

    void add(Delivery delivery) {
        tail.addLast(delivery);
        tailBytes += delivery.size();
        wake();
    }

    /** Something has changed: the queue has room, or there is something to write. */
    void wake() {
        if (stopped || waiting() == 0) {
            return;
        }
        if (running) {
            work.signal();
        } else {
            running = true;
            Threads.factory("spill-" + sink + "-").newThread(this::run).start();
        }
    }

    /** Nothing comes back into the queue any more. */
    void stop() {
        stopped = true;
        work.signal();
    }

    private void run() {
        while (step()) {
            // until there is nothing, or it is stopped
        }
    }

    private boolean step() {
        List<Delivery> out;
        int want;
        lock.lock();
        try {
            while (!stopped && waiting() > 0 && tail.isEmpty() && room.getAsInt() == 0) {
                work.awaitUninterruptibly();
            }
            if (stored == 0) {
                comeBack();
            }
            if (stopped || waiting() == 0) {
                running = false;
                return false;
            }
            want = stored > 0 ? Math.min(AT_ONCE, room.getAsInt()) : 0;
            out = want > 0 ? List.of() : first();
            busy = true;
        } finally {
            lock.unlock();
        }
        try {
            if (want > 0) {
                read(want);
            } else {
                write(out);
            }
            if (failing) {
                failing = false;
                LOG.info("{}: its backlog on the disk can be used again", sink);
            }
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("{}: its backlog on the disk cannot be used", sink, e);
            }
            failing = true;
            rest();
        } finally {
            notBusy();
        }
        return true;
    }

    /** Straight from the tail, when nothing lies between. */
    private void comeBack() {
        for (int left = room.getAsInt(); left > 0 && !tail.isEmpty() && !stopped; left--) {
            Delivery first = tail.removeFirst();
            tailBytes -= first.size();
            queue.accept(first);
        }
    }

    private List<Delivery> first() {
        List<Delivery> first = new ArrayList<>();
        for (Delivery delivery : tail) {
            first.add(delivery);
            if (first.size() == AT_ONCE) {
                break;
            }
        }
        return first;
    }

    private void read(int most) throws IOException {
        List<Backlog.Held> held = backlog.read(most);
        lock.lock();
        try {
            stored = backlog.count();
            for (Backlog.Held each : held) {
                each.delivery().promise(each.promise());
                queue.accept(each.delivery());
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Delivery> deliveries) throws IOException {
        backlog.write(deliveries);
        lock.lock();
        try {
            stored = backlog.count();
            for (Delivery written : deliveries) {
                tail.removeFirst();
                tailBytes -= written.size();
            }
        } finally {
            lock.unlock();
        }
        deliveries.forEach(Delivery::handOver);
    }

    private void notBusy() {
        lock.lock();
        try {
            busy = false;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        lock.lock();
        try {
            long left = PAUSE_NANOS;
            while (left > 0 && !stopped) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The end: what the queue still has, and the tail, go to the disk too. Call it when nobody takes from the queue any more.
     *
     * @param head what the queue has, in order
     */
    Left keep(List<Delivery> head) {
        List<Delivery> rest;
        long all;
        lock.lock();
        try {
            stop();
            while (busy) {
                work.awaitUninterruptibly();
            }
            all = head.size() + waiting();
            rest = new ArrayList<>(tail);
            tail.clear();
            tailBytes = 0;
        } finally {
            lock.unlock();
        }
        List<Delivery> unkept = new ArrayList<>();
        unkept.addAll(
                kept(head.stream().filter(delivery -> !delivery.inBacklog()).toList(), true));
        unkept.addAll(kept(rest, false));
        try {
            backlog.close();
        } catch (IOException e) {
            LOG.warn("{}: its backlog could not be closed: {}", sink, e.toString());
        }
        return new Left(unkept, all - unkept.size());
    }

    /**
     * What came of the end.
     *
     * @param unkept what could not be written
     * @param kept how many lie on the disk
     */
    record Left(List<Delivery> unkept, long kept) {}

    private List<Delivery> kept(List<Delivery> deliveries, boolean first) {
        if (deliveries.isEmpty()) {
            return deliveries;
        }
        try {
            if (first) {
                backlog.writeFirst(deliveries);
            } else {
                backlog.write(deliveries);
            }
            deliveries.forEach(Delivery::handOver);
            return List.of();
        } catch (IOException e) {
            LOG.error("{}: {} deliveries could not be written to its backlog", sink, deliveries.size(), e);
            return deliveries;
        }
    }
}
