/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The journal's folder: for its owner's eyes only, and for one process at a time. */
final class Folder implements AutoCloseable {

    private static final String DAMAGED = ".damaged";

    private final Path path;
    private final FileChannel locked;

    private Folder(Path path, FileChannel locked) {
        this.path = path;
        this.locked = locked;
    }

    static Folder open(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().normalize(), ownerOnly());
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(path + " is in use by another dispatcher");
        }
        return new Folder(path, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    Path path() {
        return path;
    }

    /** Oldest first. */
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> file.getFileName().toString().matches("\\d{16}\\" + Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    Segment create(long number) throws IOException {
        Segment segment = Segment.create(path, number);
        // a file that its folder does not know after a power loss is no file
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            segment.close();
            Files.deleteIfExists(segment.path);
            throw e;
        }
        return segment;
    }

    /** Keeps a copy of a file that cannot be read to its end, for people. */
    static Path copyDamaged(Path file) throws IOException {
        return Files.copy(file, file.resolveSibling(file.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets another process have it. */
    @Override
    public void close() throws IOException {
        locked.close();
    }
}
