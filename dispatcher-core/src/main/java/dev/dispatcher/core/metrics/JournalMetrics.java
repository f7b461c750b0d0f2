/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.List;

/** What portals promised to store. */
final class JournalMetrics {

    private JournalMetrics() {}

    static void define(Metrics metrics, Sources sources) {
        metrics.gauge(
                "dispatcher_journal_up",
                "0 while the journal cannot be written and promises are refused.",
                List.of(),
                out -> out.value(sources.journal().holding().up() ? 1 : 0));
        metrics.gauge(
                "dispatcher_journal_events",
                "Events in the journal with a delivery that is not settled.",
                List.of(),
                out -> out.value(sources.journal().holding().events()));
        metrics.gauge(
                "dispatcher_journal_bytes",
                "What the journal takes on the disk.",
                List.of(),
                out -> out.value(sources.journal().holding().bytes()));
        metrics.counter(
                "dispatcher_journal_committed_total",
                "Events that were promised and kept.",
                List.of(),
                out -> out.value(sources.journal().committed.sum()));
        metrics.counter(
                "dispatcher_journal_recovered_total",
                "Events of a process before this one that still had deliveries to be made.",
                List.of(),
                out -> out.value(sources.journal().recovered.sum()));
        metrics.counter(
                "dispatcher_journal_failures_total",
                "Commits that failed; their events were refused.",
                List.of(),
                out -> out.value(sources.journal().failures.sum()));
        metrics.counter(
                "dispatcher_journal_damaged_total",
                "Files of the journal that could not be read to their end when the dispatcher started.",
                List.of(),
                out -> out.value(sources.journal().damaged.sum()));
        metrics.histogram(
                "dispatcher_journal_commit_duration_seconds",
                "How long a commit of many events took.",
                List.of(),
                out -> out.value(sources.journal().durations));
    }
}
