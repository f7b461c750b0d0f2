/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Json;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Container;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Takes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Runs Lighthouse on one page and reads what it found. */
final class Audit {

    /** What came of it: the two files, and the scores in them. */
    record Result(byte[] html, byte[] json, Scores scores) {}

    private static final long LARGEST = 64L << 20;
    private static final Duration KILLING = Duration.ofMillis(800);

    private final LighthouseOptions options;
    private final Json json;

    Audit(LighthouseOptions options, Json json) {
        this.options = options;
        this.json = json;
    }

    Result of(Page page) throws DeliveryException, IOException, InterruptedException {
        Path folder = Files.createTempDirectory("lh-");
        try {
            Path reports = Files.createDirectory(folder.resolve("report"));
            Run.Ended ended = options.container().isPresent()
                    ? contained(options.container().get(), page, folder, reports)
                    : Run.of(command(page, reports), environment(), folder, options.limit());
            if (!ended.inTime()) {
                throw DeliveryException.retryable(
                        Reason.DEADLINE, "the audit of " + page + " did not end within " + text(options.limit()), null);
            }
            if (ended.code() != 0) {
                throw DeliveryException.retryable("the audit of " + page + " failed with exit code " + ended.code()
                        + (ended.said().isEmpty() ? "" : ": " + ended.said()));
            }
            return read(page, reports);
        } finally {
            delete(folder);
        }
    }

    private List<String> command(Page page, Path reports) {
        List<String> command = new ArrayList<>(options.command());
        command.addAll(arguments(page, reports.resolve("report").toString()));
        return command;
    }

    private List<String> arguments(Page page, String output) {
        List<String> arguments = new ArrayList<>(List.of(
                page.toString(),
                "--output=html",
                "--output=json",
                "--output-path=" + output,
                "--only-categories=" + String.join(",", Scores.CATEGORIES),
                "--quiet"));
        arguments.addAll(options.arguments());
        return arguments;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        options.environment().forEach((name, value) -> environment.put(name, value.reveal()));
        return environment;
    }

    /** A container is no child of the program that began it, and is ended by its name. */
    private Run.Ended contained(Container container, Page page, Path folder, Path reports)
            throws IOException, InterruptedException {
        String name = "lighthouse-" + UUID.randomUUID();
        if (Files.getFileStore(reports).supportsFileAttributeView("posix")) {
            // the image has users of its own; nobody else gets through the folder above
            Files.setPosixFilePermissions(reports, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        List<String> command = new ArrayList<>(List.of(container.runtime(), "run", "--rm", "--name", name));
        command.addAll(List.of("--volume", reports + ":/report"));
        environment().keySet().forEach(variable -> command.addAll(List.of("--env", variable)));
        command.addAll(container.runArguments());
        if (container.takes() == Takes.ENVIRONMENT) {
            command.addAll(List.of("--env", "URL=" + page, container.image()));
            command.addAll(options.arguments());
        } else {
            command.add(container.image());
            command.addAll(arguments(page, "/report/report"));
        }
        boolean ended = false;
        try {
            Run.Ended run = Run.of(command, environment(), folder, options.limit());
            ended = run.inTime();
            return run;
        } finally {
            if (!ended) {
                remove(container, name, folder);
            }
        }
    }

    private void remove(Container container, String name, Path folder) {
        try {
            Run.of(List.of(container.runtime(), "rm", "--force", name), environment(), folder, KILLING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // the program is not there: neither is the container
        }
    }

    private Result read(Page page, Path reports) throws DeliveryException, IOException {
        byte[] data = file(page, reports.resolve("report.report.json"));
        Object report;
        try {
            report = json.read(data);
        } catch (IOException e) {
            throw DeliveryException.retryable("the audit of " + page + " left a report that is no JSON");
        }
        String trouble = Scores.trouble(report).orElse("");
        if (!trouble.isEmpty()) {
            throw DeliveryException.retryable("the audit of " + page + " failed: " + trouble);
        }
        Scores scores = Scores.of(report)
                .orElseThrow(() ->
                        DeliveryException.retryable("the audit of " + page + " left a report without categories"));
        return new Result(file(page, reports.resolve("report.report.html")), data, scores);
    }

    private static byte[] file(Page page, Path file) throws DeliveryException, IOException {
        // a link could lead to a file that is no report
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw DeliveryException.retryable("the audit of " + page + " left no " + file.getFileName());
        }
        if (Files.size(file) > LARGEST) {
            throw DeliveryException.permanent("the audit of " + page + " left a report of more than " + (LARGEST >> 20)
                    + " MiB: " + Files.size(file) + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        } catch (java.io.UncheckedIOException e) {
            return; // a container's own user; the system's cleaning of temporary folders finds it
        }
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // likewise
            }
        }
    }
}
