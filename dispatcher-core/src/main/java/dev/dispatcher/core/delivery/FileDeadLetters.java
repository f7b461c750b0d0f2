/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters in memory that are also written to a rotating file of JSON lines, for its owner's eyes only. What cannot be
 * written is counted and said once; it stays in memory.
 */
public final class FileDeadLetters implements DeadLetters, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FileDeadLetters.class);

    private final DeadLetters memory;
    private final Path file;
    private final long mostBytes;
    private final int files;
    private final LongAdder unwritten = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FileChannel channel;
    private boolean failing;
    private boolean closed;

    public FileDeadLetters(DeadLetters memory, Path file, long mostBytes, int files) {
        this.memory = memory;
        this.file = file;
        this.mostBytes = mostBytes;
        this.files = files;
    }

    /** In memory, and in a file where the options name one. */
    public static DeadLetters of(DeadLetterOptions options) {
        DeadLetters memory =
                new MemoryDeadLetters(options.keep(), options.keepSize().bytes());
        return options.file().isEmpty()
                ? memory
                : new FileDeadLetters(
                        memory, options.file().get(), options.fileSize().bytes(), options.files());
    }

    @Override
    public void add(DeadLetter letter) {
        memory.add(letter);
        lock.lock();
        try {
            write(DeadLetterJson.line(letter));
            if (failing) {
                failing = false;
                LOGGER.info("dead letters are written to {} again; {} were not", file, unwritten.sum());
            }
        } catch (IOException | RuntimeException e) {
            unwritten.increment();
            close(channel);
            channel = null;
            if (!failing) {
                failing = true;
                LOGGER.error("dead letters cannot be written to {}; they stay in memory", file, e);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] line) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = open();
        } else if (open.size() > 0 && open.size() + line.length > mostBytes) {
            open.close();
            rotate();
            open = open();
        }
        channel = open;
        long before = open.size();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            // half a line, on a full disk, would spoil the next one too
            open.truncate(before);
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(file)) {
            Files.createFile(file, ownerOnly());
        }
        FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
        opened.position(opened.size());
        return opened;
    }

    private static FileAttribute<?>[] ownerOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private void rotate() throws IOException {
        if (files == 1) {
            Files.delete(file);
            return;
        }
        for (int i = files - 1; i > 0; i--) {
            Path from = i == 1 ? file : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static void close(@Nullable FileChannel open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOGGER.debug("closing a file that cannot be written", e);
            }
        }
    }

    @Override
    public List<DeadLetter> list(@Nullable String sink, int most) {
        return memory.list(sink, most);
    }

    @Override
    public List<DeadLetter> take(@Nullable String sink, int most) {
        return memory.take(sink, most);
    }

    @Override
    public int purge(@Nullable String sink) {
        return memory.purge(sink);
    }

    @Override
    public int size() {
        return memory.size();
    }

    /** How many could not be written. */
    public long unwritten() {
        return unwritten.sum();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            close(channel);
            channel = null;
        } finally {
            lock.unlock();
        }
    }
}
