/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.core.metrics.Dropped;
import dev.dispatcher.core.metrics.SinkCounts;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the deliveries to one sink, first in first out, until they are settled. Bounded by count and by bytes; what is in
 * flight is not counted against the bounds, since batch and concurrency bound it already. Outlives the sink instance: a
 * changed sink takes over the queue with everything in it, in order.
 *
 * <p>Any number of threads put in, and none of them ever waits for room. One courier at a time takes out.
 */
public final class DeliveryQueue implements SinkCounts.Holding {

    /** What became of an offer. */
    public enum Admission {
        /** Taken: the queue is responsible now, which includes dropping as the user asked for. */
        ADMITTED,
        /** No room now. Nothing was taken. */
        FULL,
        /** More than the queue can ever hold. Nothing was taken. */
        TOO_LARGE,
        /** The sink is leaving. Nothing was taken. */
        CLOSED
    }

    /** What a worker that asks for deliveries is up to. */
    public enum Mode {
        /** Wait for them. */
        RUN,
        /** Take what is there, do not wait for more. */
        DRAIN,
        /** Take nothing any more. */
        STOP
    }

    private final String sink;
    private final SinkCounts counts;
    private final AtomicLong inFlight = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private QueueOptions options;
    private Lanes lanes;
    private long sequence;
    private int reservedEvents;
    private long reservedBytes;
    private int reservations;
    private boolean closed;
    private boolean owned;

    public DeliveryQueue(String sink, QueueOptions options, SinkCounts counts) {
        this.sink = sink;
        this.options = options;
        this.counts = counts;
        this.lanes = new Lanes(options.lanes(), options.orderedBy(), lock);
        counts.attach(this);
    }

    public String sink() {
        return sink;
    }

    public SinkCounts counts() {
        return counts;
    }

    public QueueOptions options() {
        lock.lock();
        try {
            return options;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all of them or none, in one step. Those with a promise are all taken. */
    public Admission offer(List<Delivery> deliveries) {
        long size = sizeOf(deliveries);
        lock.lock();
        try {
            Admission admission = admit(deliveries.size(), size, false);
            if (admission == Admission.ADMITTED) {
                add(deliveries);
            }
            return admission;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first of two steps, for copies that go to several queues as one: makes sure that {@link #offerReserved} will be
     * taken, also when the queue is closed in between. Each reservation is followed by {@link #offerReserved} or {@link
     * #release}, at once.
     */
    public Admission reserve(int count, long size) {
        return reserve(count, size, false);
    }

    /**
     * As {@link #reserve(int, long)}.
     *
     * @param promised whether there must be room for them whatever the queue does when it is full, since they are not dropped
     */
    public Admission reserve(int count, long size, boolean promised) {
        lock.lock();
        try {
            Admission admission = admit(count, size, promised);
            if (admission == Admission.ADMITTED) {
                reservations++;
                reservedEvents += count;
                reservedBytes += size;
            }
            return admission;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a reservation back unused; the same numbers as in {@link #reserve}. */
    public void release(int count, long size) {
        lock.lock();
        try {
            leave(count, size);
        } finally {
            lock.unlock();
        }
    }

    /** Puts in what was reserved: all of it. */
    public void offerReserved(List<Delivery> deliveries) {
        long size = sizeOf(deliveries);
        lock.lock();
        try {
            add(deliveries);
            leave(deliveries.size(), size);
        } finally {
            lock.unlock();
        }
    }

    /** Puts in what a dispatcher before this one had taken, whatever room there is. */
    public void restore(Delivery delivery) {
        lock.lock();
        try {
            add(List.of(delivery));
        } finally {
            lock.unlock();
        }
    }

    private void leave(int count, long size) {
        reservations--;
        reservedEvents -= count;
        reservedBytes -= size;
        if (closed && reservations == 0) {
            lanes.wake();
        }
    }

    private Admission admit(int count, long size, boolean promised) {
        if (closed) {
            return Admission.CLOSED;
        }
        if (options.overflow() != Overflow.REJECT && !promised) {
            return Admission.ADMITTED;
        }
        if (count > options.events() || size > options.bytes()) {
            return Admission.TOO_LARGE;
        }
        boolean room = lanes.events() + reservedEvents + count <= options.events()
                && lanes.bytes() + reservedBytes + size <= options.bytes();
        return room ? Admission.ADMITTED : Admission.FULL;
    }

    private void add(List<Delivery> deliveries) {
        counts.made.add(deliveries.size());
        // by index: an iterator per offer would be garbage on the hot path
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            delivery.to(sink);
            if (options.overflow() == Overflow.REJECT || delivery.promised() || makeRoom(delivery)) {
                delivery.sequence = sequence++;
                lanes.add(delivery);
            }
        }
    }

    private boolean makeRoom(Delivery delivery) {
        if (delivery.size() > options.bytes()) {
            drop(delivery, Dropped.TOO_LARGE, "it is larger than the queue");
            return false;
        }
        while (lanes.events() >= options.events() || lanes.bytes() + delivery.size() > options.bytes()) {
            Delivery oldest = lanes.oldest();
            if (options.overflow() == Overflow.DROP_NEWEST || oldest == null || oldest.promised()) {
                drop(delivery, Dropped.NEWEST, "the queue was full");
                return false;
            }
            drop(lanes.removeOldest(), Dropped.OLDEST, "the queue was full, and it had waited longest");
        }
        return true;
    }

    private void drop(Delivery delivery, Dropped which, String why) {
        delivery.dropped(why);
        counts.dropped.add(which, 1);
    }

    static long sizeOf(List<Delivery> deliveries) {
        long size = 0;
        for (int i = 0; i < deliveries.size(); i++) {
            size += deliveries.get(i).size();
        }
        return size;
    }

    /**
     * The next deliveries for a worker, in flight from now on. Waits for the first as long as {@code mode} says so, then for
     * more up to {@code waitNanos}.
     *
     * @param worker from 0; with several lanes each worker has its own
     * @param mode asked again after {@link #wake}
     * @return empty when the mode says to end
     */
    public List<Delivery> take(int worker, int most, long mostBytes, long waitNanos, Supplier<Mode> mode)
            throws InterruptedException {
        lock.lock();
        try {
            Lane lane = lanes.of(worker);
            while (awaitSome(lane, mode)) {
                if (waitNanos > 0) {
                    gather(lane, most, mostBytes, waitNanos, mode);
                }
                if (!lane.isEmpty() && mode.get() != Mode.STOP) {
                    List<Delivery> batch = lanes.poll(lane, most, mostBytes);
                    inFlight.addAndGet(batch.size());
                    return batch;
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitSome(Lane lane, Supplier<Mode> mode) throws InterruptedException {
        while (true) {
            Mode now = mode.get();
            if (now == Mode.STOP) {
                return false;
            }
            if (!lane.isEmpty()) {
                return true;
            }
            if (now == Mode.DRAIN && reservations == 0) {
                return false;
            }
            lane.idle++;
            try {
                lane.some.await();
            } finally {
                lane.idle--;
            }
        }
    }

    private static void gather(Lane lane, int most, long mostBytes, long waitNanos, Supplier<Mode> mode)
            throws InterruptedException {
        lane.enoughEvents = most;
        lane.enoughBytes = mostBytes;
        lane.gathering++;
        try {
            long left = waitNanos;
            while (left > 0 && !lane.enough() && mode.get() == Mode.RUN) {
                left = lane.filled.awaitNanos(left);
            }
        } finally {
            lane.gathering--;
        }
    }

    /** So many that were in flight are settled. */
    public void settled(int count) {
        inFlight.addAndGet(-count);
    }

    /** Takes back what was in flight and is not settled, to the head, in the old order. Also when closed or full. */
    public void putBack(List<Delivery> unsettled) {
        lock.lock();
        try {
            // from the last to the first, so that each becomes the head
            for (int i = unsettled.size() - 1; i >= 0; i--) {
                unsettled.get(i).waits();
                lanes.putBack(unsettled.get(i));
            }
            inFlight.addAndGet(-unsettled.size());
        } finally {
            lock.unlock();
        }
    }

    /** Hands out everything that waits, as in flight, to be settled without the sink. */
    public List<Delivery> takeAll() {
        lock.lock();
        try {
            List<Delivery> all = lanes.removeAll();
            inFlight.addAndGet(all.size());
            return all;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A courier begins to take from here, with its options. What waits is kept, also beyond smaller bounds.
     *
     * @throws IllegalStateException while another courier has not left
     */
    public void acquire(QueueOptions changed) {
        lock.lock();
        try {
            if (owned) {
                throw new IllegalStateException("the queue of " + sink + " has a courier already");
            }
            owned = true;
            List<Delivery> all = lanes.removeAll();
            options = changed;
            lanes = new Lanes(changed.lanes(), changed.orderedBy(), lock);
            all.forEach(lanes::add);
        } finally {
            lock.unlock();
        }
    }

    /** The courier has left; another may come. */
    public void leave() {
        lock.lock();
        try {
            owned = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, except what is reserved already. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            lanes.wake();
        } finally {
            lock.unlock();
        }
    }

    /** Lets every waiting worker ask its mode again. */
    public void wake() {
        lock.lock();
        try {
            lanes.wake();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long waiting() {
        lock.lock();
        try {
            return lanes.events();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long inFlight() {
        return inFlight.get();
    }

    /** Bytes that wait. */
    public long waitingBytes() {
        lock.lock();
        try {
            return lanes.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** When the delivery that waits longest was made; null when none waits. */
    public @Nullable Instant oldest() {
        lock.lock();
        try {
            Delivery head = lanes.oldest();
            return head == null ? null : head.queuedAt();
        } finally {
            lock.unlock();
        }
    }
}
