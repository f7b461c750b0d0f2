/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest accepted events, in a ring bounded by count and by memory. To remember one is a few atomic steps and never
 * waits; looking goes through the ring and holds up nobody. Any number of threads.
 */
public final class Recent {

    /** What a reader got that looks again and again. */
    public record News(List<Remembered> events, long next, long missed) {}

    /** Remembers nothing. */
    public static final Recent NOTHING = new Recent(new ExplainOptions(0, new ByteSize(0)));

    private final int keep;
    private final long keepBytes;
    private final AtomicReferenceArray<@Nullable Remembered> slots;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean forgetting = new AtomicBoolean();
    /** Everything before it was forgotten for its size. Written by the one thread that forgets. */
    private volatile long forgotten;

    public Recent(ExplainOptions options) {
        this.keep = options.keep();
        this.keepBytes = options.keepSize().bytes();
        this.slots = new AtomicReferenceArray<>(Math.max(1, keep));
    }

    /** False when nothing is remembered at all. */
    public boolean on() {
        return keep > 0;
    }

    /** What a dispatcher before this one had taken; under which rules is not known. */
    public void restored(Arrival arrival, Delivery[] made) {
        if (on()) {
            add(new Remembered(arrival, false, null, made));
        }
    }

    void add(Remembered event) {
        long place = next.getAndIncrement();
        event.place = place;
        Remembered old = slots.getAndSet((int) (place % keep), event);
        long held = bytes.addAndGet((long) event.size() - (old == null ? 0 : old.size()));
        if (held > keepBytes) {
            forget();
        }
    }

    /** By one thread at a time; the others go on, since that one sees what they add. */
    private void forget() {
        while (bytes.get() > keepBytes && forgetting.compareAndSet(false, true)) {
            try {
                long end = next.get();
                long at = Math.max(forgotten, end - keep);
                while (bytes.get() > keepBytes && at < end) {
                    Remembered old = slots.getAndSet((int) (at % keep), null);
                    at++;
                    if (old != null) {
                        bytes.addAndGet(-old.size());
                    }
                }
                forgotten = at;
                if (at >= end) {
                    return;
                }
            } finally {
                forgetting.set(false);
            }
        }
    }

    /** Newest first. */
    public List<Remembered> find(Predicate<Remembered> wanted, int most) {
        List<Remembered> found = new ArrayList<>();
        long end = next.get();
        for (long place = end - 1; place >= Math.max(0, end - keep) && found.size() < most; place--) {
            Remembered event = slots.get((int) (place % keep));
            // one that is newer than the place has taken the place of what we look for
            if (event != null && event.place == place && wanted.test(event)) {
                found.add(event);
            }
        }
        return found;
    }

    /** A delivery was made anew for an event that may be remembered. */
    public void again(Delivery delivery) {
        long key = delivery.arrival().key();
        find(event -> event.arrival().key() == key, 1).forEach(event -> event.add(delivery));
    }

    /** Where a reader begins that wants what comes from now on. */
    public long end() {
        return next.get();
    }

    /**
     * What was remembered since.
     *
     * @param from what the last call answered as {@code next}, or {@link #end}
     * @param most how many at once; the next call goes on behind them
     */
    public News since(long from, int most) {
        long end = next.get();
        long at = Math.max(from, end - keep);
        long missed = at - from;
        List<Remembered> events = new ArrayList<>();
        while (at < end && events.size() < most) {
            Remembered event = slots.get((int) (at % keep));
            if (event == null && at >= forgotten) {
                // its writer has the place, but has not written yet
                break;
            }
            if (event != null && event.place == at) {
                events.add(event);
            } else if (event != null && event.place < at) {
                break;
            } else {
                missed++;
            }
            at++;
        }
        return new News(events, at, missed);
    }

    /** About how many bytes of memory it holds. */
    public long bytes() {
        return bytes.get();
    }
}
