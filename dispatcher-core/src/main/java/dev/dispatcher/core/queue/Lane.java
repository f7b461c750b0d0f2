/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** Deliveries in order of their sequence, for one worker, or for all when there is one lane. Guarded by the queue's lock. */
final class Lane {

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long bytes;

    final Condition some;
    final Condition filled;
    /** How many workers wait for anything; so many signals are of use. */
    int idle;
    /** How many workers have something and wait for more. */
    int gathering;

    int enoughEvents;
    long enoughBytes;

    Lane(Condition some, Condition filled) {
        this.some = some;
        this.filled = filled;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Nullable
    Delivery head() {
        return waiting.peekFirst();
    }

    void add(Delivery delivery) {
        waiting.addLast(delivery);
        bytes += delivery.size();
        if (idle > 0) {
            some.signal();
        }
        if (gathering > 0 && enough()) {
            filled.signal();
        }
    }

    boolean enough() {
        return waiting.size() >= enoughEvents || bytes >= enoughBytes;
    }

    Delivery removeHead() {
        Delivery head = waiting.removeFirst();
        bytes -= head.size();
        return head;
    }

    /** At least one, however large, then as many as fit. */
    List<Delivery> poll(int most, long mostBytes) {
        List<Delivery> batch = new ArrayList<>(Math.min(most, waiting.size()));
        long size = 0;
        for (Delivery next = head(); next != null && batch.size() < most; next = head()) {
            size += next.size();
            if (size > mostBytes && !batch.isEmpty()) {
                break;
            }
            batch.add(removeHead());
        }
        return batch;
    }

    /** Puts one back where its sequence belongs: at the head, behind at most a few that other workers put back. */
    void putBack(Delivery delivery) {
        Deque<Delivery> before = new ArrayDeque<>();
        for (Delivery head = head(); head != null && head.sequence < delivery.sequence; head = head()) {
            before.addLast(removeHead());
        }
        before.addLast(delivery);
        while (!before.isEmpty()) {
            Delivery last = before.removeLast();
            waiting.addFirst(last);
            bytes += last.size();
        }
        if (idle > 0) {
            some.signal();
        }
    }

    List<Delivery> removeAll() {
        List<Delivery> all = new ArrayList<>(waiting);
        waiting.clear();
        bytes = 0;
        return all;
    }

    void wake() {
        some.signalAll();
        filled.signalAll();
    }
}
