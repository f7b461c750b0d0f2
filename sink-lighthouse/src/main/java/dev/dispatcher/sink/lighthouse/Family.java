/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and all that it began. Browsers are begun in groups of their own, and outlive whoever began them: children are
 * noted while their parent lives, and on Linux found by a variable that they all inherit.
 */
final class Family {

    private static final Path PROCESSES = Path.of("/proc");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final Set<ProcessHandle> known = new LinkedHashSet<>();
    private final String mark;

    /** @param mark {@code NAME=value}, in the environment of the process and of nobody else */
    Family(Process first, String mark) {
        this.mark = mark;
        known.add(first.toHandle());
    }

    /** Notes who is there now. */
    void look() {
        for (ProcessHandle member : List.copyOf(known)) {
            member.descendants().forEach(known::add);
        }
    }

    /** Kills them all; waits for a moment until they are gone. */
    void end() {
        long until = System.nanoTime() + PATIENCE;
        while (kill() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    private boolean kill() {
        look();
        known.addAll(marked());
        boolean any = false;
        for (ProcessHandle member : known) {
            if (member.isAlive() && !defunct(member)) {
                member.destroyForcibly();
                any = true;
            }
        }
        return any;
    }

    private Set<ProcessHandle> marked() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        if (!Files.isDirectory(PROCESSES.resolve("self"))) {
            return found;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                // two characters of one byte each never look like a part of another one: any byte is fine as Latin 1
                if (("\0" + read(process.resolve("environ"))).contains("\0" + mark + "\0")) {
                    pid(process).flatMap(ProcessHandle::of).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    private static Optional<Long> pid(Path process) {
        String name = process.getFileName().toString();
        return name.matches("\\d{1,18}") ? Optional.of(Long.valueOf(name)) : Optional.empty();
    }

    /** Dead, but nobody has asked after it yet. */
    private static boolean defunct(ProcessHandle member) {
        String stat = read(PROCESSES.resolve(member.pid() + "/stat"));
        int end = stat.lastIndexOf(')');
        return end >= 0 && stat.startsWith(" Z", end + 1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // of somebody else, or gone
        }
    }
}
