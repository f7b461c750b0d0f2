/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One run of a program: no shell, little environment, an end at the limit. */
final class Run {

    /**
     * How a run ended.
     *
     * @param inTime false when it was killed at the limit
     * @param said the end of what it wrote, in one line
     */
    record Ended(boolean inTime, int code, String said) {}

    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TAIL = 400;
    private static final String MARK = "DISPATCHER_AUDIT";
    private static final List<String> KEPT = List.of(
            "PATH", "HOME", "LANG", "LC_ALL", "TZ", "CHROME_PATH", "DOCKER_HOST", "DOCKER_CONFIG", "XDG_RUNTIME_DIR");

    private Run() {}

    /**
     * Runs it to its end. Whatever ends the call, nothing that the program began lives on.
     *
     * @param folder where it works, and keeps what is temporary
     * @throws IOException when it cannot be begun; names the program
     */
    static Ended of(List<String> command, Map<String, String> environment, Path folder, Duration limit)
            throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().putAll(environment);
        builder.environment().put(MARK, id);
        Process process = builder.start();
        Family family = new Family(process, MARK + "=" + id);
        try {
            process.getOutputStream().close();
            boolean inTime = ends(process, family, System.nanoTime() + limit.toNanos());
            return new Ended(inTime, inTime ? process.exitValue() : -1, tail(output));
        } finally {
            family.end();
        }
    }

    private static boolean ends(Process process, Family family, long deadline) throws InterruptedException {
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (process.waitFor(Math.min(left, POLL), TimeUnit.NANOSECONDS)) {
                return true;
            }
            family.look();
        }
    }

    private static String tail(Path output) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8)
                    .replaceAll("\u001b\\[[0-9;]*m", "")
                    .replaceAll("[\\p{Cntrl}\\s]+", " ")
                    .strip();
        }
    }
}
