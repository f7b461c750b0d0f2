/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.core.metrics.Dropped;
import dev.dispatcher.core.metrics.SinkCounts;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
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
    private final Condition free = lock.newCondition();
    private QueueOptions options;
    private Lanes lanes;
    private long sequence;
    private int reservedEvents;
    private long reservedBytes;
    private int reservations;
    private boolean closed;
    private boolean owned;
    private @Nullable Spilling spilling;

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

    /** Gives it a place on the disk, once; what lies there from before is delivered first. */
    public void spillTo(Backlog backlog) {
        lock.lock();
        try {
            counts.made.add(backlog.count());
            spilling = new Spilling(sink, backlog, lock, this::roomForBacklog, this::comeBack);
            spilling.wake();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #spillTo} was called. */
    public boolean spills() {
        lock.lock();
        try {
            return spilling != null;
        } finally {
            lock.unlock();
        }
    }

    /** Not before it is half empty, and then as many as fit. */
    private int roomForBacklog() {
        if (closed || lanes.events() > options.events() / 2 || lanes.bytes() > options.bytes() / 2) {
            return 0;
        }
        long average = spilling == null ? 1 : spilling.averageSize();
        long fit = Math.min(options.events() - lanes.events(), (options.bytes() - lanes.bytes()) / average);
        return (int) Math.max(1, fit);
    }

    private void comeBack(Delivery delivery) {
        delivery.sequence = sequence++;
        lanes.add(delivery);
    }

    private void tellBacklog() {
        if (spilling != null && roomForBacklog() > 0) {
            spilling.wake();
        }
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
            Admission admission = admit(deliveries.size(), size, Demand.NONE);
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
        return reserve(count, size, Demand.NONE);
    }

    /**
     * As {@link #reserve(int, long)}.
     *
     * @param demand other than {@code NONE} when there must be room for them whatever the queue does when it is full, since
     *     they are not dropped
     */
    public Admission reserve(int count, long size, Demand demand) {
        lock.lock();
        try {
            Admission admission = admit(count, size, demand);
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
            counts.made.increment();
            delivery.to(sink);
            comeBack(delivery);
        } finally {
            lock.unlock();
        }
    }

    private void leave(int count, long size) {
        reservations--;
        reservedEvents -= count;
        reservedBytes -= size;
        if (closed && reservations == 0) {
            free.signalAll();
            lanes.wake();
        }
    }

    private Admission admit(int count, long size, Demand demand) {
        if (closed) {
            return Admission.CLOSED;
        }
        if (options.overflow() != Overflow.REJECT && demand == Demand.NONE) {
            return Admission.ADMITTED;
        }
        boolean fits = count <= options.events() && size <= options.bytes();
        boolean room = lanes.events() + reservedEvents + count <= options.events()
                && lanes.bytes() + reservedBytes + size <= options.bytes();
        if (spilling != null && (spilling.active() || (!room && options.overflow() == Overflow.SPILL))) {
            // the disk takes what is larger than the memory too, by and by
            fits = demand == Demand.IN_MEMORY ? fits : Spilling.fits(count, size, options);
            room = demand != Demand.IN_MEMORY && spilling.takes(count + reservedEvents, size + reservedBytes, options);
        }
        if (!fits) {
            return Admission.TOO_LARGE;
        }
        return room ? Admission.ADMITTED : Admission.FULL;
    }

    private void add(List<Delivery> deliveries) {
        counts.made.add(deliveries.size());
        // by index: an iterator per offer would be garbage on the hot path
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            delivery.to(sink);
            if (spill(delivery)) {
                continue;
            }
            if (options.overflow() == Overflow.REJECT || delivery.promised() || makeRoom(delivery)) {
                comeBack(delivery);
            }
        }
    }

    /** Whether it waits elsewhere: behind what waits there already, or since there is no room here. */
    private boolean spill(Delivery delivery) {
        Spilling spill = spilling;
        if (spill == null || (delivery.promised() && !delivery.outlivesProcess())) {
            return false;
        }
        boolean full = options.overflow() == Overflow.SPILL
                && (lanes.events() >= options.events() || lanes.bytes() + delivery.size() > options.bytes());
        if (!spill.active() && !full) {
            return false;
        }
        if (delivery.promised() || spill.takes(1, delivery.size(), options)) {
            spill.add(delivery);
        } else {
            drop(delivery, Dropped.NEWEST, "the queue was full, and the disk had no room or could not follow");
        }
        return true;
    }

    private boolean makeRoom(Delivery delivery) {
        if (delivery.size() > options.bytes()) {
            drop(delivery, Dropped.TOO_LARGE, "it is larger than the queue");
            return false;
        }
        while (lanes.events() >= options.events() || lanes.bytes() + delivery.size() > options.bytes()) {
            Delivery oldest = lanes.oldest();
            if (options.overflow() != Overflow.DROP_OLDEST || oldest == null || oldest.promised()) {
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
                    tellBacklog();
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
     * Hands out everything that waits, as in flight, to be settled without the sink, but for what goes to the disk or lies there:
     * that is left for a queue of the same name. Call it once, when it is closed and no courier takes from here any more;
     * what is reserved comes in first.
     */
    public List<Delivery> takeLeft() {
        Spilling spill;
        lock.lock();
        try {
            while (closed && reservations > 0) {
                free.awaitUninterruptibly();
            }
            spill = spilling;
            spilling = null;
        } finally {
            lock.unlock();
        }
        List<Delivery> head = takeAll();
        if (spill == null) {
            return head;
        }
        Spilling.Left left = spill.keep(head);
        counts.dropped.add(Dropped.LEFT_ON_DISK, left.kept());
        inFlight.addAndGet(left.unkept().size() - head.size());
        return left.unkept();
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
            tellBacklog();
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
            if (spilling != null) {
                spilling.stop();
            }
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
            return lanes.events() + (spilling == null ? 0 : spilling.waiting());
        } finally {
            lock.unlock();
        }
    }

    /** Of those that wait, how many do so on the disk, or on their way there. */
    public long spilled() {
        lock.lock();
        try {
            return spilling == null ? 0 : spilling.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** What they take on the disk. */
    public long spilledBytes() {
        lock.lock();
        try {
            return spilling == null ? 0 : spilling.bytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long inFlight() {
        return inFlight.get();
    }

    /** Bytes that wait in memory. */
    public long waitingBytes() {
        lock.lock();
        try {
            return lanes.bytes() + (spilling == null ? 0 : spilling.tailBytes());
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
