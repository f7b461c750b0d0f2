/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A system in a process of its own, from its start until it is closed. */
final class Running implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final String name;
    private final Process process;
    private final Path log;
    private final int port;

    private Running(String name, Process process, Path log) throws IOException {
        this.name = name;
        this.process = process;
        this.log = log;
        this.port = awaitPort();
    }

    /** Returns when it says where it listens. */
    static Running start(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        // whatever ends this process ends those that it started
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Running(name, process, log);
    }

    private int awaitPort() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        while (process.isAlive() && System.nanoTime() < end) {
            Matcher found = LISTENING.matcher(Files.readString(log, UTF_8));
            if (found.find()) {
                return Integer.parseInt(found.group(1));
            }
            Pause.of(Duration.ofMillis(5));
        }
        process.destroyForcibly();
        throw new IOException(name + " did not start: " + Files.readString(log, UTF_8));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    /** Seconds of CPU since its start. */
    double cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    /** Resident memory now in MiB; 0 where the system does not tell. */
    long memory() {
        return status("VmRSS:");
    }

    /** The most resident memory since the start, or since {@link #forgetPeak}. */
    long peak() {
        return status("VmHWM:");
    }

    void forgetPeak() throws IOException {
        Path refs = Path.of("/proc/" + process.pid() + "/clear_refs");
        if (Files.isWritable(refs)) {
            Files.writeString(refs, "5");
        }
    }

    private long status(String key) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
