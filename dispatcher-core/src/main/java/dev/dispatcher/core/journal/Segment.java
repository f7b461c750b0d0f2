/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file of the journal, and who in it still needs it. */
final class Segment {

    /** A buffer outside the heap is kept by each thread that writes; so large it becomes. */
    private static final int PIECE = 1 << 20;

    static final String SUFFIX = ".journal";

    final Path path;
    /** By number, in the order of the file. Guarded by the journal's lock. */
    final Map<Long, Kept> live = new LinkedHashMap<>();
    /** Only the writer's. */
    private @Nullable FileChannel channel;

    private long size;

    private Segment(Path path, @Nullable FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static Segment create(Path folder, long number) throws IOException {
        Path path = folder.resolve(String.format("%016d", number) + SUFFIX);
        return new Segment(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 0);
    }

    /** One that is there already and is not written any more. */
    static Segment old(Path path) throws IOException {
        return new Segment(path, null, Files.size(path));
    }

    /** From its file's name. */
    static long number(Path path) {
        String name = path.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    long size() {
        return size;
    }

    boolean writable() {
        return channel != null;
    }

    /** All of it, or, when that fails, nothing as far as that can be had; then nothing more is written here. */
    void write(byte[] bytes, int length, boolean force) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("closed");
        }
        long before = size;
        try {
            for (int at = 0; at < length; at += PIECE) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(PIECE, length - at));
                while (piece.hasRemaining()) {
                    open.write(piece);
                }
            }
            if (force) {
                open.force(false);
            }
            size += length;
        } catch (IOException e) {
            try {
                open.truncate(before);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            close();
            throw e;
        }
    }

    byte[] read(long offset, int length) throws IOException {
        try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining() && reading.read(buffer, offset + buffer.position()) >= 0) {
                // until it is full
            }
            if (buffer.hasRemaining()) {
                throw new IOException(path + " ends at " + (offset + buffer.position()) + ", in a record");
            }
            return buffer.array();
        }
    }

    void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
