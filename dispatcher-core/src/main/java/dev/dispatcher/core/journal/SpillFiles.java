/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Backlog;
import dev.dispatcher.core.queue.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backlog of one sink in files of a folder of its own, in the format of the journal. A file is deleted when all that was
 * read of it is settled.
 */
public final class SpillFiles implements Backlog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpillFiles.class);
    /** So that there is room before the first. */
    private static final long MIDDLE = 1_000_000_000L;

    private static final long FILE = 1 << 20;
    /** About as many as can still be explained; the others need not be the same objects when they come back. */
    private static final int REMEMBERED = 10_000;

    private final String sink;
    private final long most;
    private final Folder folder;
    private final Function<byte[], Event> reader;
    private final LongSupplier keys;
    private final ConcurrentNavigableMap<Long, SpillFile> files = new ConcurrentSkipListMap<>();
    private final AtomicLong unread = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Long, WeakReference<Delivery>> remembered = new LinkedHashMap<>();
    private long numbers;
    private @Nullable SpillFile writing;

    private SpillFiles(String sink, Folder folder, long most, Function<byte[], Event> reader, LongSupplier keys) {
        this.sink = sink;
        this.folder = folder;
        this.most = most;
        this.reader = reader;
        this.keys = keys;
    }

    /**
     * Takes over what is in the folder, which is made when there is none.
     *
     * @param most bytes on the disk
     * @param reader of canonical JSON
     * @param keys for arrivals of a process before this one
     */
    public static SpillFiles open(String sink, Path path, long most, Function<byte[], Event> reader, LongSupplier keys)
            throws IOException {
        Folder folder = Folder.open(path);
        SpillFiles files = new SpillFiles(sink, folder, most, reader, keys);
        boolean opened = false;
        try {
            files.takeOver();
            opened = true;
            return files;
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    private void takeOver() throws IOException {
        for (Path path : folder.files()) {
            SpillFile file = SpillFile.old(path, this::gone);
            long left = file.left();
            if (left == 0) {
                file.delete();
            } else {
                files.put(Segment.number(path), file);
                unread.addAndGet(left);
                bytes.addAndGet(file.size());
            }
        }
        if (unread.get() > 0) {
            LOG.info("{}: {} deliveries from before wait on the disk", sink, unread.get());
        }
    }

    @Override
    public void write(List<Delivery> deliveries) throws IOException {
        SpillFile last = writing;
        if (last == null || last.size() >= FILE) {
            if (last != null) {
                last.complete();
            }
            last = create(files.isEmpty() ? MIDDLE : files.lastKey() + 1);
            writing = last;
        }
        write(deliveries, last);
    }

    @Override
    public void writeFirst(List<Delivery> deliveries) throws IOException {
        SpillFile first = create(files.isEmpty() ? MIDDLE : files.firstKey() - 1);
        write(deliveries, first);
        first.complete();
    }

    private SpillFile create(long number) throws IOException {
        SpillFile file = SpillFile.create(folder, number, this::gone);
        files.put(number, file);
        return file;
    }

    private void write(List<Delivery> deliveries, SpillFile file) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(buffer);
        boolean promised = false;
        long first = numbers;
        for (Delivery delivery : deliveries) {
            Frames.write(out, Entry.encode(numbers++, delivery.arrival(), new Delivery[] {delivery}));
            promised |= delivery.outlivesProcess();
        }
        try {
            file.write(buffer.toByteArray(), deliveries.size(), first, promised);
        } catch (IOException e) {
            // what is in it stays readable; the next write begins another
            file.complete();
            writing = null;
            throw e;
        }
        unread.addAndGet(deliveries.size());
        bytes.addAndGet(buffer.size());
        for (Delivery delivery : deliveries) {
            remember(first++, delivery);
        }
    }

    private void remember(long number, Delivery delivery) {
        remembered.put(number, new WeakReference<>(delivery));
        if (remembered.size() > REMEMBERED) {
            Iterator<Long> oldest = remembered.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public List<Held> read(int count) throws IOException {
        List<Held> held = new ArrayList<>();
        for (SpillFile file : files.values()) {
            if (held.size() == count) {
                break;
            }
            for (SpillFile.Found found : file.read(count - held.size())) {
                held.add(new Held(delivery(found), found.promise()));
            }
        }
        unread.set(files.values().stream().mapToLong(SpillFile::left).sum());
        SpillFile last = writing;
        if (last != null && unread.get() == 0) {
            // so that it goes when all of it is settled
            last.complete();
            writing = null;
        }
        return held;
    }

    private Delivery delivery(SpillFile.Found found) throws IOException {
        WeakReference<Delivery> reference = found.own() ? remembered.remove(found.number()) : null;
        Delivery same = reference == null ? null : reference.get();
        if (same != null) {
            return same;
        }
        Entry entry = Entry.decode(found.payload());
        Event event = reader.apply(entry.event());
        Arrival arrival = new Arrival(event, entry.portal(), keys.getAsLong(), entry.at(), entry.trace());
        Entry.Copy copy = entry.copies().get(0);
        Event own = copy.event() == null ? event : reader.apply(copy.event());
        return new Delivery(own, arrival, copy.rule(), entry.at());
    }

    /** Any thread. */
    private void gone(SpillFile file) {
        bytes.addAndGet(-file.size());
        files.values().remove(file);
    }

    @Override
    public long count() {
        return unread.get();
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public boolean hasRoom() {
        return bytes.get() < most;
    }

    @Override
    public void close() throws IOException {
        for (SpillFile file : files.values()) {
            file.close();
        }
        folder.close();
    }
}
