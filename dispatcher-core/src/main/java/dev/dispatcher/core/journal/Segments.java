/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The journal's files, oldest first, and what in them is still needed. Sums and lists are guarded by the journal's lock; files
 * are made, written and deleted by its writer alone.
 */
final class Segments {

    private final Folder folder;
    private final ReentrantLock lock;
    private final Deque<Segment> all = new ArrayDeque<>();
    private long next = 1;
    private long bytes;
    private long liveBytes;
    private long liveEvents;

    Segments(Folder folder, ReentrantLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** From before: one that is only read. */
    void adopt(Segment segment) {
        all.add(segment);
        bytes += segment.size();
        next = Math.max(next, Segment.number(segment.path) + 1);
    }

    long bytes() {
        return bytes;
    }

    long events() {
        return liveEvents;
    }

    /** Whether little holds up so many files. */
    boolean heldUp(int files) {
        return all.size() > files && liveBytes * 2 < bytes;
    }

    Segment oldest() {
        return all.getFirst();
    }

    /** So much was written behind the others. */
    void written(long more) {
        bytes += more;
    }

    void place(Kept entry, Segment segment, long offset, int length) {
        entry.segment = segment;
        entry.offset = offset;
        entry.length = length;
        entry.record = null;
        if (!entry.open.isEmpty()) {
            segment.live.put(entry.number, entry);
            liveBytes += length;
            liveEvents++;
        }
    }

    void displace(Kept entry) {
        Segment segment = entry.segment;
        if (segment != null && segment.live.remove(entry.number) != null) {
            liveBytes -= entry.length;
            liveEvents--;
        }
    }

    /** The one to write so much more to; a new one when the last is full, or could not be written. */
    Segment writable(int more, long size) throws IOException {
        Segment last = all.peekLast();
        if (last != null && last.writable()) {
            if (last.size() == 0 || last.size() + more <= size) {
                return last;
            }
            last.close();
        }
        Segment fresh = folder.create(next++);
        lock.lock();
        try {
            all.addLast(fresh);
        } finally {
            lock.unlock();
        }
        return fresh;
    }

    /** It could not be written: a file with nothing in it is not left behind, however often that happens. */
    void failed(Segment segment) throws IOException {
        if (segment.size() > 0) {
            return;
        }
        lock.lock();
        try {
            all.remove(segment);
        } finally {
            lock.unlock();
        }
        Files.deleteIfExists(segment.path);
    }

    /** Deletes the oldest files, as far as nothing in them is needed and another one is written. */
    void deleteUnneeded(boolean ending) throws IOException {
        for (Segment first = unneeded(ending); first != null; first = unneeded(ending)) {
            first.close();
            Files.deleteIfExists(first.path);
        }
    }

    private @Nullable Segment unneeded(boolean ending) {
        lock.lock();
        try {
            Segment first = all.peekFirst();
            if (first == null || !first.live.isEmpty() || (first.writable() && !ending)) {
                return null;
            }
            all.removeFirst();
            bytes -= first.size();
            return first;
        } finally {
            lock.unlock();
        }
    }

    void close() throws IOException {
        for (Segment segment : all) {
            segment.close();
        }
    }
}
