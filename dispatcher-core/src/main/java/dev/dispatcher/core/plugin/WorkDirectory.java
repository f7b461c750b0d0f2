/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this process alone, inside one that several may share. It is deleted when it is closed; what a killed
 * process left behind is deleted by the next one. A lock held on a file in it tells that its owner lives.
 */
final class WorkDirectory implements AutoCloseable {

    private static final String PREFIX = "run-";

    // closing any channel of a file gives up the locks that this process has on it: never open those of our own
    private static final Set<Path> OWN = new HashSet<>();

    private final Path path;
    private final FileChannel alive;

    private WorkDirectory(Path path, FileChannel alive) {
        this.path = path;
        this.alive = alive;
    }

    /** Makes the parent too. One at a time on the machine, so that nobody takes a new directory for a dead one. */
    static synchronized WorkDirectory open(Path parent) throws IOException {
        Files.createDirectories(parent);
        try (FileChannel door = channel(parent.resolve("lock"));
                FileLock entered = door.lock()) {
            deleteDead(parent);
            Path path = Files.createTempDirectory(parent, PREFIX);
            FileChannel alive = channel(path.resolve("lock"));
            if (alive.tryLock() == null) {
                throw new IOException("cannot lock a new file in " + path);
            }
            OWN.add(path);
            return new WorkDirectory(path, alive);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void deleteDead(Path parent) throws IOException {
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path run : runs) {
                if (!OWN.contains(run) && dead(run)) {
                    delete(run);
                }
            }
        }
    }

    private static boolean dead(Path run) throws IOException {
        try (FileChannel lock = channel(run.resolve("lock"));
                @Nullable FileLock taken = lock.tryLock()) {
            return taken != null;
        }
    }

    Path path() {
        return path;
    }

    static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (WorkDirectory.class) {
            delete(path);
            alive.close();
            OWN.remove(path);
        }
    }
}
