/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest dead letters, in memory, bounded by count and by bytes of their events' JSON. */
public final class MemoryDeadLetters implements DeadLetters {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<DeadLetter> letters = new ArrayDeque<>();
    private final LongAdder forgotten = new LongAdder();
    private final int most;
    private final long mostBytes;
    private long bytes;

    public MemoryDeadLetters(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    @Override
    public void add(DeadLetter letter) {
        lock.lock();
        try {
            letters.addLast(letter);
            bytes += size(letter);
            while (letters.size() > most || bytes > mostBytes) {
                bytes -= size(letters.removeFirst());
                forgotten.increment();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Exact, so that it is the same whenever it is asked. */
    private static long size(DeadLetter letter) {
        return letter.event().json().length;
    }

    @Override
    public List<DeadLetter> list(@Nullable String sink, int limit) {
        lock.lock();
        try {
            List<DeadLetter> found = new ArrayList<>();
            Iterator<DeadLetter> newest = letters.descendingIterator();
            while (newest.hasNext() && found.size() < limit) {
                DeadLetter letter = newest.next();
                if (sink == null || letter.sink().equals(sink)) {
                    found.add(letter);
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<DeadLetter> take(@Nullable String sink, int limit) {
        lock.lock();
        try {
            List<DeadLetter> taken = new ArrayList<>();
            Iterator<DeadLetter> oldest = letters.iterator();
            while (oldest.hasNext() && taken.size() < limit) {
                DeadLetter letter = oldest.next();
                if (sink == null || letter.sink().equals(sink)) {
                    oldest.remove();
                    bytes -= size(letter);
                    taken.add(letter);
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int purge(@Nullable String sink) {
        return take(sink, Integer.MAX_VALUE).size();
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return letters.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many were pushed out by newer ones. */
    public long forgotten() {
        return forgotten.sum();
    }
}
