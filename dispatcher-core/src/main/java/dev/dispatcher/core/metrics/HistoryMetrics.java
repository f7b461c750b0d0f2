/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.List;

/** What the store keeps of accepted events. */
final class HistoryMetrics {

    private HistoryMetrics() {}

    static void define(Metrics metrics, Sources sources) {
        metrics.counter(
                "dispatcher_history_recorded_total",
                "Accepted events that the store took.",
                List.of(),
                out -> out.value(sources.history().recorded.sum()));
        metrics.counter(
                "dispatcher_history_skipped_total",
                "Accepted events that the store does not keep. Reasons: late (memory let go of them first), sampled (beyond"
                        + " history.most-per-second), refused (by the database).",
                List.of("reason"),
                out -> {
                    out.value(sources.history().late.sum(), "late");
                    out.value(sources.history().sampled.sum(), "sampled");
                    out.value(sources.history().refused.sum(), "refused");
                });
        metrics.counter(
                "dispatcher_history_removed_total",
                "Events that were removed from the store for their age, number or size.",
                List.of(),
                out -> out.value(sources.history().removed.sum()));
        metrics.counter(
                "dispatcher_history_failures_total",
                "Commits of the history that failed; they are tried again.",
                List.of(),
                out -> out.value(sources.history().failures.sum()));
        metrics.gauge(
                "dispatcher_history_events",
                "Events in the store, about.",
                List.of(),
                out -> out.value(sources.history().events.get()));
        metrics.gauge(
                "dispatcher_history_bytes",
                "Bytes of the events in the store, about, indexes not counted.",
                List.of(),
                out -> out.value(sources.history().bytes.get()));
        metrics.histogram(
                "dispatcher_history_commit_duration_seconds",
                "How long a commit of many events took.",
                List.of(),
                out -> out.value(sources.history().commits));
    }
}
