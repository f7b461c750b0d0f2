/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeTemplate;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Bucket;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Container;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A program in the place of Lighthouse, a folder for what it tells and one for reports, and options that name them. */
final class StandIn {

    final Path told;
    final Path reports;

    List<String> command;
    Optional<Container> container = Optional.empty();
    List<String> arguments = List.of("--chrome-flags=--headless=new --no-sandbox");
    Duration limit = Duration.ofSeconds(30);
    String wanted = "{{ testAccessibility }}";
    List<String> urls = List.of("{{ accessibilityUrls }}", "{{ applicationUrl }}");
    List<String> hosts = List.of("127.0.0.1", "*.example.org");
    Map<String, Limits> thresholds = Map.of();
    Optional<Bucket> bucket = Optional.empty();
    String path = "{{ team }}/{{ applicationName }}";
    Optional<URI> publicUrl = Optional.empty();
    int keep = 5;

    StandIn(Path folder) throws IOException {
        told = Files.createDirectories(folder.resolve("told"));
        reports = folder.resolve("reports");
        command = List.of("/bin/sh", script().toString());
    }

    static Path script() {
        try {
            return Path.of(StandIn.class.getResource("/stand-in.sh").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    LighthouseOptions options() {
        return new LighthouseOptions(
                command,
                container,
                arguments,
                new HashMap<>(Map.of("STANDIN", new Secret(told.toString()))),
                limit,
                FakeTemplate.of(wanted),
                urls.stream()
                        .map(FakeTemplate::of)
                        .map(dev.dispatcher.api.Template.class::cast)
                        .toList(),
                hosts,
                thresholds,
                bucket.isPresent() ? Optional.empty() : Optional.of(reports),
                bucket,
                FakeTemplate.of(path),
                publicUrl,
                keep,
                FakeTemplate.of("{{ friendlyName }}"),
                FakeTemplate.of("{{ version }}"),
                List.of("applicationName", "team", "slackChannels"),
                Http.Settings.DEFAULTS);
    }

    /** Lines of a file that it wrote; none when there is no such file. */
    List<String> told(String name) throws IOException {
        Path file = told.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The files that are kept, by their paths. */
    List<String> kept() {
        if (!Files.exists(reports)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(reports)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> reports.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which of the processes that it began are there still. */
    List<String> living() throws IOException {
        return told("children").stream().filter(StandIn::lives).toList();
    }

    private static boolean lives(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }
}
