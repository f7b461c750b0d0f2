/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.delivery.DeadLetterOptions;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.history.HistoryOptions;
import dev.dispatcher.core.intake.ExplainOptions;
import dev.dispatcher.core.journal.JournalOptions;
import dev.dispatcher.core.server.HttpOptions;
import dev.dispatcher.core.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The host's own sections of {@code dispatcher.yaml}, beside {@code portals} and {@code sinks}. */
public record Settings(
        @Option("The HTTP server: where it listens, and who may come in.")
        HttpOptions http,

        @Option("What an event may have.") Limits events,

        @Option("What is kept of events that were given up. A file's name alone stands for 'file'.")
        DeadLetterOptions deadLetters,

        @Option("The dispatcher's own database. 'none', or an address alone, stands for 'url'.")
        StoreOptions store,

        @Option("The journal, where portals keep what they promised to store.")
        JournalOptions journal,

        @Option("Reloading.") ReloadOptions reload,
        @Option("Stopping.") ShutdownOptions shutdown,

        @Option("What is remembered of accepted events, so that they can be explained.")
        ExplainOptions explain,

        @Option(
                "What the store keeps of accepted events, to be searched later. It is written after them, from what explain"
                        + " keeps in memory.")
        HistoryOptions history,

        @Option("What sinks report as events of their own.") FollowUpOptions followUps,

        @Option(
                "The one sink that gets everything that rules send, to try rules out. Rules, their tests and explanations stay"
                        + " as they are.")
        Optional<String> sendAllTo,

        @Option(value = "Whether to decide, count and explain, and deliver nothing.", fallback = "false")
        boolean dryRun,

        @Option("The dispatcher's own metrics.") MetricsOptions metrics,

        @Option("The dispatcher's own log, on standard error.")
        LogOptions log,

        @Option("Names of portals and sinks that are on. When it names a sink, all sinks that it does not name are off;"
                + " likewise portals. A text separated by commas will do.")
        List<String> enabled,

        @Option("Names of portals and sinks that are off. A text separated by commas will do.")
        List<String> disabled,

        @Option(
                "Other names that 'enabled' and 'disabled' may use, such as those of a system that was replaced: each with the"
                        + " portals and sinks that it stands for, or none.")
        Map<String, List<String>> aliases,

        @Option("Types for which your plugin stands in for the one that comes with the dispatcher.")
        List<String> replace) {

    /** Reloading. */
    public record ReloadOptions(
            @Option(value = "How often to look whether a file has changed; 0s never looks.", fallback = "2s")
            Duration watch) {

        public ReloadOptions {
            if (watch.isNegative()) {
                throw new IllegalArgumentException("watch must not be negative");
            }
        }
    }

    /** Stopping. */
    public record ShutdownOptions(
            @Option(
                    value = "How long to go on delivering what is waiting, when the dispatcher stops or a sink is"
                            + " removed; what is left then becomes dead letters.",
                    fallback = "25s")
            Duration drain) {

        public ShutdownOptions {
            if (drain.isNegative()) {
                throw new IllegalArgumentException("drain must not be negative");
            }
        }
    }

    /** The dispatcher's own metrics. */
    public record MetricsOptions(
            @Option(
                    value =
                            "The path that shows them. Elsewhere than at /metrics, a sink prometheus may have that one.",
                    fallback = "/metrics")
            String path) {

        public MetricsOptions {
            if (!path.matches("/[^?#{}\\s]+")) {
                throw new IllegalArgumentException(
                        "path should start with a slash and have no query, placeholder or space");
            }
        }
    }

    /** The dispatcher's own log. */
    public record LogOptions(
            @Option(value = "How a line looks: 'text' for people, 'json' for machines.", fallback = "text")
            Format format,

            @Option(value = "What is worth a line: error, warn, info or debug.", fallback = "info")
            Level level) {

        /** How a line looks. */
        public enum Format {
            TEXT,
            JSON
        }

        /** What is worth a line. */
        public enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG
        }
    }
}
