/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.core.queue.Life;
import dev.dispatcher.core.queue.Promise;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a backlog: written, read once in order, and deleted when all in it is settled. Beside it lies a note of how many
 * of its first records are, so that the next process need not begin from the first. Written and read by one thread at a time;
 * settled by any.
 */
final class SpillFile {

    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);
    private static final String NOTE = ".settled";
    /** How many may be settled before that is noted. */
    private static final int NOTE_EVERY = 100;

    /**
     * One record.
     *
     * @param own whether this process wrote it
     * @param number its number, among those that this process wrote
     */
    record Found(byte[] payload, boolean own, long number, Promise promise) {}

    private final Segment segment;
    private final boolean own;
    private final Consumer<SpillFile> gone;
    private final BitSet settled = new BitSet();
    private int records;
    private int read;
    private long readTo;
    private boolean complete;
    private boolean deleted;
    private int noted;
    private @Nullable FileChannel note;

    private SpillFile(Segment segment, boolean own, Consumer<SpillFile> gone) {
        this.segment = segment;
        this.own = own;
        this.gone = gone;
        this.complete = !own;
    }

    static SpillFile create(Folder folder, long number, Consumer<SpillFile> gone) throws IOException {
        return new SpillFile(folder.create(number), true, gone);
    }

    /** Of a process before this one: goes on behind what is noted as settled. */
    static SpillFile old(Path path, Consumer<SpillFile> gone) throws IOException {
        SpillFile file = new SpillFile(Segment.old(path), false, gone);
        int done = noted(path);
        long offset = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            for (byte[] payload = Frames.read(in, file.size());
                    payload != null;
                    payload = Frames.read(in, file.size() - offset)) {
                offset += Frames.HEAD + payload.length;
                file.records++;
                if (file.records == done) {
                    file.readTo = offset;
                }
            }
        }
        if (offset < file.size()) {
            LOG.warn("{}: its last {} bytes are no whole record", path, file.size() - offset);
        }
        file.read = Math.min(done, file.records);
        file.settled.set(0, file.read);
        file.noted = file.read;
        return file;
    }

    private static Path note(Path path) {
        return path.resolveSibling(path.getFileName() + NOTE);
    }

    private static int noted(Path path) throws IOException {
        Path note = note(path);
        if (!Files.exists(note)) {
            return 0;
        }
        byte[] bytes = Files.readAllBytes(note);
        return bytes.length == Integer.BYTES
                ? Math.max(0, ByteBuffer.wrap(bytes).getInt())
                : 0;
    }

    synchronized long size() {
        return segment.size();
    }

    /** How many have not been read. */
    synchronized int left() {
        return records - read;
    }

    private final List<Long> numbers = new ArrayList<>();

    synchronized void write(byte[] frames, int count, long first, boolean force) throws IOException {
        segment.write(frames, frames.length, force);
        for (int i = 0; i < count; i++) {
            numbers.add(first + i);
        }
        records += count;
    }

    synchronized List<Found> read(int most) throws IOException {
        List<Found> found = new ArrayList<>();
        if (read == records || deleted) {
            return found;
        }
        try (FileChannel channel = FileChannel.open(segment.path, StandardOpenOption.READ)) {
            channel.position(readTo);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
            while (found.size() < most && read < records) {
                byte[] payload = Frames.read(in, segment.size() - readTo);
                if (payload == null) {
                    LOG.error(
                            "{}: DAMAGED at byte {}; {} deliveries cannot be read. A copy is kept as {}",
                            segment.path,
                            readTo,
                            records - read,
                            Folder.copyDamaged(segment.path));
                    records = read;
                    break;
                }
                readTo += Frames.HEAD + payload.length;
                int index = read++;
                found.add(new Found(payload, own, own ? numbers.get(index) : 0, new Mark(index)));
            }
        }
        return found;
    }

    /** Nothing more is written. */
    synchronized void complete() throws IOException {
        complete = true;
        segment.close();
        deleteIfDone();
    }

    private final class Mark implements Promise {
        private final int index;

        Mark(int index) {
            this.index = index;
        }

        @Override
        public void settled(int copy, Life life) {
            SpillFile.this.settled(index);
        }

        @Override
        public boolean outlivesProcess() {
            return true;
        }

        @Override
        public boolean inBacklog() {
            return true;
        }
    }

    private synchronized void settled(int index) {
        settled.set(index);
        try {
            if (!deleteIfDone() && settled.nextClearBit(noted) - noted >= NOTE_EVERY) {
                noted = settled.nextClearBit(noted);
                writeNote();
            }
        } catch (IOException e) {
            LOG.debug("a note beside {} could not be written", segment.path, e);
        }
    }

    private void writeNote() throws IOException {
        FileChannel open = note;
        if (open == null) {
            open = FileChannel.open(note(segment.path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            note = open;
        }
        open.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, noted), 0);
    }

    private boolean deleteIfDone() throws IOException {
        if (deleted || !complete || settled.cardinality() < records) {
            return deleted;
        }
        delete();
        gone.accept(this);
        return true;
    }

    synchronized void delete() throws IOException {
        deleted = true;
        close();
        Files.deleteIfExists(segment.path);
        Files.deleteIfExists(note(segment.path));
    }

    synchronized void close() throws IOException {
        if (!deleted && settled.nextClearBit(noted) > noted) {
            noted = settled.nextClearBit(noted);
            writeNote();
        }
        segment.close();
        if (note != null) {
            note.close();
            note = null;
        }
    }
}
