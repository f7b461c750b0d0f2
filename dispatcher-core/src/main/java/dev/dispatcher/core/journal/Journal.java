/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.core.metrics.JournalCounts;
import dev.dispatcher.core.thread.Threads;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in files until their deliveries are settled. One thread writes; whatever came meanwhile is committed
 * together. That a delivery is settled is noted with the next commit, or a moment later: after a sudden end those of the last
 * moment are delivered again.
 *
 * <p>A file is deleted when nothing in it is needed, oldest first, since the notes on an event lie behind it. When a few old
 * events hold up many files, they are moved to the end.
 */
public final class Journal implements AutoCloseable, JournalCounts.Holding {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long NOTES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Notes for a disk that fails are tried again so often. */
    private static final long FAILING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOVE_AT_ONCE = 256;
    /** Files with little in them, before old events are moved. */
    private static final int FILES = 4;

    /** What is committed together. */
    private static final class Group {
        final List<Kept> entries = new ArrayList<>();
        final Marks marks = new Marks();
        final CompletableFuture<Void> done = new CompletableFuture<>();

        boolean isEmpty() {
            return entries.isEmpty() && marks.isEmpty();
        }
    }

    private final JournalOptions options;
    private final Folder folder;
    private final JournalCounts counts;
    private final AtomicLong numbers = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Segments segments;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Group filling = new Group();
    private boolean stopping;
    private volatile boolean up = true;
    private boolean untidy;

    private Journal(JournalOptions options, Folder folder, JournalCounts counts) {
        this.options = options;
        this.folder = folder;
        this.segments = new Segments(folder, lock);
        this.counts = counts;
    }

    /** Whether there is anything from before. */
    public static boolean exists(Path folder) {
        return Files.isDirectory(folder);
    }

    /**
     * Takes over what is in the folder, which is made when there is none.
     *
     * @param unsettled gets what is to be delivered, in order, before anything new is taken
     * @throws IOException when it cannot be used, or another process has it
     */
    public static Journal open(Path path, JournalOptions options, JournalCounts counts, Recovered.Taker unsettled)
            throws IOException {
        Folder folder = Folder.open(path);
        boolean opened = false;
        try {
            Journal journal = new Journal(options, folder, counts);
            List<Recovered> found = new Recovery(journal, folder, counts).run();
            counts.attach(journal);
            found.forEach(unsettled::take);
            Threads.factory("journal-").newThread(journal::run).start();
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    /** From before: files that are only read, oldest first. */
    void adopt(Segment segment) {
        segments.adopt(segment);
    }

    /** From before: an event that is not settled. */
    Kept adopt(long number, int copies, BitSet open, Segment segment, long offset, int length) {
        Kept kept = new Kept(this, number, copies);
        kept.open.and(open);
        numbers.accumulateAndGet(number, Math::max);
        segments.place(kept, segment, offset, length);
        return kept;
    }

    /** The promise for an event with so many copies, at least one; nothing is promised before it is appended. */
    public Kept promise(int copies) {
        return new Kept(this, numbers.incrementAndGet(), copies);
    }

    /**
     * Begins to keep them. Does not wait.
     *
     * @return completed when they are kept as safely as the options say, exceptionally with an {@link IOException} when they
     *     are not
     */
    public CompletableFuture<Void> append(List<Kept> entries) {
        lock.lock();
        try {
            if (stopping) {
                return CompletableFuture.failedFuture(new IOException("the journal is closed"));
            }
            if (segments.bytes() >= options.size().bytes()) {
                return CompletableFuture.failedFuture(new IOException("the journal holds " + segments.bytes()
                        + " bytes, and journal.size allows " + options.size().bytes()));
            }
            filling.entries.addAll(entries);
            work.signal();
            return filling.done;
        } finally {
            lock.unlock();
        }
    }

    /** Copies of an event that did not come to anything; also while it is being written. */
    public void forget(Kept entry) {
        for (int copy = 0; copy < entry.copies; copy++) {
            settled(entry, copy);
        }
    }

    void settled(Kept entry, int copy) {
        lock.lock();
        try {
            if (!entry.open.get(copy)) {
                return;
            }
            entry.open.clear(copy);
            filling.marks.add(entry.number, copy);
            if (entry.open.isEmpty()) {
                segments.displace(entry);
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Group group = next(); group != null; group = next()) {
                commit(group);
                tidy();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the journal ends by a mistake in the dispatcher; promises are refused from now on", e);
            fail(e);
        } finally {
            ended.complete(null);
        }
    }

    private void fail(Throwable e) {
        lock.lock();
        try {
            stopping = true;
            up = false;
            filling.done.completeExceptionally(new IOException("the journal has ended", e));
        } finally {
            lock.unlock();
        }
    }

    /** Null at the end. */
    private @Nullable Group next() {
        lock.lock();
        try {
            while (filling.isEmpty() && !stopping) {
                work.awaitUninterruptibly();
            }
            long left = up ? NOTES_NANOS : FAILING_NANOS;
            while (filling.entries.isEmpty() && !stopping && left > 0) {
                left = work.awaitNanos(left);
            }
            if (filling.isEmpty()) {
                return null;
            }
        } catch (InterruptedException e) {
            // nobody means it: the writer is told by stopping
            LOG.debug("interrupted", e);
        } finally {
            lock.unlock();
        }
        return swap();
    }

    private Group swap() {
        lock.lock();
        try {
            Group group = filling;
            filling = new Group();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void commit(Group group) {
        try {
            long began = System.nanoTime();
            write(group.entries, group.marks);
            if (!group.entries.isEmpty()) {
                counts.durations.add(System.nanoTime() - began);
                counts.committed.add(group.entries.size());
            }
            if (!up) {
                LOG.info("the journal in {} can be written again", folder.path());
                up = true;
            }
            group.done.complete(null);
        } catch (IOException e) {
            counts.failures.increment();
            if (up) {
                LOG.error("the journal in {} cannot be written; promises are refused", folder.path(), e);
            }
            up = false;
            lock.lock();
            try {
                filling.marks.addAll(group.marks);
            } finally {
                lock.unlock();
            }
            group.done.completeExceptionally(e);
        } finally {
            // whatever happened, nobody waits for ever
            group.done.completeExceptionally(new IOException("the journal could not write it"));
        }
    }

    /** All or nothing. */
    private void write(List<Kept> entries, Marks marks) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(buffer);
        int[] ends = new int[entries.size()];
        for (int i = 0; i < ends.length; i++) {
            Frames.write(out, Objects.requireNonNull(entries.get(i).record));
            ends[i] = buffer.size();
        }
        if (!marks.isEmpty()) {
            Frames.write(out, marks.encode());
        }
        Segment segment = segments.writable(buffer.size(), options.fileSize().bytes());
        long before = segment.size();
        boolean wait = !entries.isEmpty() && options.survives() == JournalOptions.Survives.POWER_LOSS;
        try {
            segment.write(buffer.toByteArray(), buffer.size(), wait);
        } catch (IOException e) {
            segments.failed(segment);
            throw e;
        }
        lock.lock();
        try {
            segments.written(buffer.size());
            for (int i = 0; i < ends.length; i++) {
                int from = i == 0 ? 0 : ends[i - 1];
                segments.displace(entries.get(i));
                segments.place(entries.get(i), segment, before + from, ends[i] - from);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tidy() {
        try {
            segments.deleteUnneeded(false);
            while (heldUp()) {
                moveSome();
                segments.deleteUnneeded(false);
            }
            untidy = false;
        } catch (IOException e) {
            if (!untidy) {
                LOG.warn("the journal in {} could not be tidied up: {}", folder.path(), e.toString());
            }
            untidy = true;
        }
    }

    /** Whether little holds up much, and nobody waits for a commit. */
    private boolean heldUp() {
        lock.lock();
        try {
            return up && segments.heldUp(FILES) && filling.entries.isEmpty() && !stopping;
        } finally {
            lock.unlock();
        }
    }

    private void moveSome() throws IOException {
        List<Kept> some = new ArrayList<>();
        Marks settled = new Marks();
        Segment first;
        lock.lock();
        try {
            first = segments.oldest();
            for (Kept kept : first.live.values()) {
                some.add(kept);
                for (int copy = kept.open.nextClearBit(0);
                        copy < kept.copies;
                        copy = kept.open.nextClearBit(copy + 1)) {
                    settled.add(kept.number, copy);
                }
                if (some.size() == MOVE_AT_ONCE) {
                    break;
                }
            }
        } finally {
            lock.unlock();
        }
        for (Kept kept : some) {
            byte[] frame = first.read(kept.offset, kept.length);
            kept.record = Arrays.copyOfRange(frame, Frames.HEAD, frame.length);
        }
        write(some, settled);
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return segments.bytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long events() {
        lock.lock();
        try {
            return segments.events();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean up() {
        return up;
    }

    /** Writes what is still to be noted, and leaves no file behind in which nothing is needed. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            stopping = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        ended.join();
        segments.deleteUnneeded(true);
        segments.close();
        folder.close();
    }
}
