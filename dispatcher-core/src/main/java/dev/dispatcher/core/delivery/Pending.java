/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.core.queue.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a worker holds, in order, in the parts that it tries one after the other: one part at first, more once a batch was
 * split. One thread at a time.
 */
final class Pending {

    private final Deque<List<Delivery>> parts = new ArrayDeque<>();

    void add(List<Delivery> part) {
        if (!part.isEmpty()) {
            parts.addLast(part);
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    Delivery oldest() {
        return parts.getFirst().get(0);
    }

    /** The part to be tried; it stays here until {@link #replace}. */
    List<Delivery> first() {
        return parts.getFirst();
    }

    /** One delivery, in a part of its own. */
    List<Delivery> firstAlone() {
        List<Delivery> part = parts.removeFirst();
        if (part.size() > 1) {
            parts.addFirst(part.subList(1, part.size()));
        }
        List<Delivery> alone = List.of(part.get(0));
        parts.addFirst(alone);
        return alone;
    }

    /** The first part was tried: what must be tried again, and what failed together and is to be halved. */
    void replace(List<Delivery> again, List<Delivery> halve) {
        parts.removeFirst();
        int middle = (halve.size() + 1) / 2;
        addFirst(halve.subList(middle, halve.size()));
        addFirst(halve.subList(0, middle));
        addFirst(again);
    }

    private void addFirst(List<Delivery> part) {
        if (!part.isEmpty()) {
            parts.addFirst(part);
        }
    }

    List<Delivery> removeIf(Predicate<Delivery> condition) {
        List<Delivery> removed = new ArrayList<>();
        List<List<Delivery>> old = new ArrayList<>(parts);
        parts.clear();
        for (List<Delivery> part : old) {
            List<Delivery> kept = new ArrayList<>(part.size());
            part.forEach(delivery -> (condition.test(delivery) ? removed : kept).add(delivery));
            add(kept);
        }
        return removed;
    }

    /** In order. */
    List<Delivery> removeAll() {
        return removeIf(delivery -> true);
    }
}
