/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** What waits in a queue, divided by the value of a field. Guarded by the queue's lock. */
final class Lanes {

    private final Lane[] lanes;
    private final String field;
    private int events;
    private long bytes;

    Lanes(int count, Optional<String> orderedBy, Lock lock) {
        lanes = new Lane[count];
        field = orderedBy.orElse("");
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(lock.newCondition(), lock.newCondition());
        }
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    /** The lane that a worker, numbered from 0, takes from. */
    Lane of(int worker) {
        return lanes[worker % lanes.length];
    }

    /** Events without the field stay in order among themselves. */
    private Lane of(Delivery delivery) {
        if (lanes.length == 1) {
            return lanes[0];
        }
        int hash = delivery.event().text(field).hashCode() * 0x9E3779B9;
        return lanes[Math.floorMod(hash ^ hash >>> 16, lanes.length)];
    }

    void add(Delivery delivery) {
        events++;
        bytes += delivery.size();
        of(delivery).add(delivery);
    }

    void putBack(Delivery delivery) {
        events++;
        bytes += delivery.size();
        of(delivery).putBack(delivery);
    }

    List<Delivery> poll(Lane lane, int most, long mostBytes) {
        List<Delivery> batch = lane.poll(most, mostBytes);
        events -= batch.size();
        bytes -= DeliveryQueue.sizeOf(batch);
        return batch;
    }

    /** Only while something waits. */
    Delivery removeOldest() {
        Delivery oldest = oldestLane().removeHead();
        events--;
        bytes -= oldest.size();
        return oldest;
    }

    @Nullable
    Delivery oldest() {
        return oldestLane().head();
    }

    private Lane oldestLane() {
        Lane oldest = lanes[0];
        for (Lane lane : lanes) {
            Delivery head = lane.head();
            Delivery best = oldest.head();
            if (head != null && (best == null || head.sequence < best.sequence)) {
                oldest = lane;
            }
        }
        return oldest;
    }

    /** In order. */
    List<Delivery> removeAll() {
        List<Delivery> all = new ArrayList<>(events);
        for (Lane lane : lanes) {
            all.addAll(lane.removeAll());
        }
        all.sort(Comparator.comparingLong(delivery -> delivery.sequence));
        events = 0;
        bytes = 0;
        return all;
    }

    void wake() {
        for (Lane lane : lanes) {
            lane.wake();
        }
    }
}
