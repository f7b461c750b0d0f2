/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each system is started for the {@link Work}. */
final class Systems {

    static final String PARSE = "L-parse";
    static final String BARE = "L-bare";

    private static final String RULES = """
            rules:
              - {name: noise, when: {severity: debug}, then: stop}
              - {name: audit, when: {kind: {prefix: "audit."}}, to: [a, b], then: stop}
              - {name: locks, when: {message: {regex: "dead.?lock"}}, to: b, then: stop}
              - {name: rest, to: a}
            """;

    private static final String NOTHING_PASSES = """
            rules:
              - {name: nothing passes, then: stop}
            """;

    private final Path archive;
    private final Path folder;
    private final int sink;

    /**
     * @param archive the unpacked archive
     * @param folder for configurations and logs
     * @param sink the sink's port
     */
    Systems(Path archive, Path folder, int sink) {
        this.archive = archive;
        this.folder = folder;
        this.sink = sink;
    }

    /** A server that does nothing, or parses. */
    Running anchor(String name) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx512m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.dispatcher.benchmarks.anchor.Anchor", name.equals(PARSE) ? "parse" : "bare"));
        return Running.start(name, folder.resolve(name), command, Map.of());
    }

    /** Rules that drop everything. */
    Running intake() throws IOException {
        return dispatcher("ours-intake", NOTHING_PASSES, "{queue: 10000, overflow: drop-newest}", "-Xmx512m");
    }

    /** One POST per event. */
    Running single() throws IOException {
        return dispatcher(
                "ours", RULES, "{queue: 10000, overflow: drop-newest, concurrency: " + CONCURRENCY + "}", "-Xmx512m");
    }

    static final int CONCURRENCY = Integer.getInteger("concurrency", 4);

    /** At most so many events per POST. */
    Running batched(String name, int most, String heap) throws IOException {
        return dispatcher(name, RULES, "{queue: 10000, overflow: drop-newest, batch: " + most + "}", heap);
    }

    /**
     * For faults of the sink: with its defaults the breaker tries a dead destination every 30 s, and what arrives until it
     * does is lost with the outage; here it is every second.
     */
    Running patient(String name, int most, String heap) throws IOException {
        return dispatcher(
                name,
                RULES,
                "{queue: 10000, overflow: drop-newest, batch: " + most
                        + ", backoff: {first: 200ms, most: 1s}, breaker: {open: 1s, most: 1s}}",
                heap);
    }

    /** The Node program of {@code benchmarks/peers}, which {@code peers/fetch} makes ready. */
    Running node() throws IOException {
        Path script = folder.resolveSibling("node").resolve("forwarder.mjs");
        if (!Files.exists(script)) {
            throw new IOException("run benchmarks/peers/fetch first");
        }
        return Running.start(
                "fastify",
                folder.resolve("fastify"),
                List.of("node", script.toString()),
                Map.of("SINK_PORT", Integer.toString(sink)));
    }

    private Running dispatcher(String name, String rules, String delivery, String heap) throws IOException {
        Path home = folder.resolve(name);
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("plugins"));
        Files.writeString(conf.resolve("dispatcher.yaml"), """
                portals:
                  front-door: {type: http}
                sinks:
                  a: {type: webhook, url: "http://127.0.0.1:%1$d/a", delivery: %2$s}
                  b: {type: webhook, url: "http://127.0.0.1:%1$d/b", delivery: %2$s}
                """.formatted(sink, delivery));
        Files.writeString(conf.resolve("rules.yaml"), rules);
        List<String> command = List.of(
                archive.resolve("bin/dispatcher").toString(),
                "run",
                "--conf",
                conf.toString(),
                "--data",
                home.resolve("data").toString(),
                "--plugins",
                home.resolve("plugins").toString(),
                "--listen",
                "127.0.0.1:0");
        String options = System.getProperty("dispatcher.opts", "");
        return Running.start(name, home, command, Map.of("DISPATCHER_OPTS", heap + " " + options));
    }
}
