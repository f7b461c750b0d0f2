/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The ledger's difference, configuration, HTTP, plugins and the process. */
final class HostMetrics {

    private HostMetrics() {}

    static void define(Metrics metrics, Sources sources) {
        metrics.gauge(
                "dispatcher_ledger_difference",
                "By how many the books are wrong. Must be 0 whenever nothing moves. Ledgers: events, deliveries.",
                List.of("ledger"),
                out -> {
                    out.value(sources.ledger().eventsDifference(), "events");
                    out.value(sources.ledger().deliveriesDifference(), "deliveries");
                });
        configuration(metrics, sources);
        aside(metrics, sources);
        metrics.counter(
                "dispatcher_template_failures_total",
                "Templates that failed for an event and were replaced by a safe text. Instance is a sink's or portal's name,"
                        + " or 'rules'.",
                List.of("instance"),
                out -> sources.templateFailures().forEach((name, count) -> out.value(count, name)));
        metrics.counter(
                "dispatcher_plugin_total",
                "What plugins count themselves; the page of each plugin names its counters.",
                List.of("instance", "counter"),
                out -> sources.pluginCounters()
                        .forEach((name, counters) ->
                                counters.forEach((counter, count) -> out.value(count, name, counter))));
        metrics.gauge(
                "dispatcher_dead_letters",
                "Dead letters in memory.",
                List.of(),
                out -> out.value(sources.deadLettersKept()));
        metrics.counter(
                "dispatcher_dead_letters_not_written_total",
                "Dead letters that could not be written to their file; they are in memory.",
                List.of(),
                out -> out.value(sources.deadLettersNotWritten()));
        JournalMetrics.define(metrics, sources);
        http(metrics, sources);
        process(metrics);
    }

    private static void configuration(Metrics metrics, Sources sources) {
        metrics.counter(
                "dispatcher_config_reloads_total",
                "Reloads, the start included. Results: success, failure.",
                List.of("result"),
                out -> {
                    out.value(sources.reloads().succeeded(), "success");
                    out.value(sources.reloads().failed(), "failure");
                });
        metrics.gauge(
                "dispatcher_config_last_reload_successful",
                "1 when the last reload succeeded, 0 when it was refused and the configuration before it is in force.",
                List.of(),
                out -> out.value(sources.reloads().lastSucceeded() ? 1 : 0));
        metrics.gauge(
                "dispatcher_config_last_reload_success_timestamp_seconds",
                "When the configuration in force was loaded.",
                List.of(),
                out -> out.value(sources.reloads().lastSuccessEpochSeconds()));
        metrics.gauge(
                "dispatcher_config_info",
                "Always 1; the label is the beginning of the hash of the configuration in force.",
                List.of("hash"),
                out -> out.value(1, sources.reloads().hash()));
    }

    private static void aside(Metrics metrics, Sources sources) {
        metrics.gauge(
                "dispatcher_dry_run",
                "1 while dry-run is on: nothing is delivered.",
                List.of(),
                out -> out.value(sources.aside().dryRun() ? 1 : 0));
        metrics.gauge(
                "dispatcher_send_all_to",
                "Always 1, and there only while send-all-to is set: everything goes to this sink.",
                List.of("sink"),
                out -> sources.aside().sendAllTo().ifPresent(sink -> out.value(1, sink)));
    }

    private static void http(Metrics metrics, Sources sources) {
        metrics.counter(
                "dispatcher_http_answers_total",
                "Answers of the HTTP server by class of their status: 2xx, 3xx, 4xx, 5xx.",
                List.of("class"),
                out -> sources.httpAnswers().forEach((status, count) -> out.value(count, status)));
        metrics.counter(
                "dispatcher_http_refused_total",
                "Requests that the HTTP server refused before any portal saw them.",
                List.of("reason"),
                out -> sources.httpRefusals().forEach((reason, count) -> out.value(count, reason)));
    }

    private static void process(Metrics metrics) {
        metrics.gauge(
                "process_start_time_seconds",
                "When the process was started.",
                List.of(),
                out -> out.value(ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0));
        metrics.gauge(
                "jvm_memory_heap_used_bytes",
                "Heap in use.",
                List.of(),
                out -> out.value(Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory()));
        metrics.gauge(
                "jvm_memory_heap_max_bytes",
                "Heap at most.",
                List.of(),
                out -> out.value(Runtime.getRuntime().maxMemory()));
        metrics.gauge(
                "jvm_threads",
                "Platform threads.",
                List.of(),
                out -> out.value(ManagementFactory.getThreadMXBean().getThreadCount()));
    }
}
