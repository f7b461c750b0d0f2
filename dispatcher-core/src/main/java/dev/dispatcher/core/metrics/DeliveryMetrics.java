/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import dev.dispatcher.api.DeliveryException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Queues, deliveries and sinks. */
final class DeliveryMetrics {

    private static final List<String> SINK = List.of("sink");
    private static final List<String> SINK_AND_REASON = List.of("sink", "reason");

    private DeliveryMetrics() {}

    static void define(Metrics metrics, Sources sources) {
        counter(
                metrics,
                sources,
                "dispatcher_deliveries_made_total",
                "Copies of events meant for a sink: by rules, as a fallback, or sent again. It equals delivered + dead +"
                        + " dropped + merged + diverted + waiting + in flight.",
                counts -> counts.made.sum());
        counter(
                metrics,
                sources,
                "dispatcher_deliveries_delivered_total",
                "Deliveries that the destination took.",
                counts -> counts.delivered.sum());
        metrics.counter(
                "dispatcher_deliveries_dead_total",
                "Deliveries that became dead letters. Reasons: " + Metrics.labels(GaveUp.values()) + ".",
                SINK_AND_REASON,
                out -> sources.ledger().sinks().forEach((name, counts) -> {
                    for (GaveUp reason : GaveUp.values()) {
                        out.value(counts.dead.of(reason), name, Metrics.label(reason));
                    }
                }));
        counter(
                metrics,
                sources,
                "dispatcher_follow_ups_stopped_total",
                "Events that a sink reported beyond follow-ups.hops; they are counted as ignored too.",
                counts -> counts.stopped.sum());
        metrics.counter(
                "dispatcher_deliveries_dropped_total",
                "Deliveries that were never tried: a full queue let them go, or dry-run is on. Reasons: "
                        + Metrics.labels(Dropped.values()) + ".",
                SINK_AND_REASON,
                out -> sources.ledger().sinks().forEach((name, counts) -> {
                    for (Dropped reason : Dropped.values()) {
                        out.value(counts.dropped.of(reason), name, Metrics.label(reason));
                    }
                }));
        counter(
                metrics,
                sources,
                "dispatcher_deliveries_merged_total",
                "Deliveries not sent, because another rule had made the same one.",
                counts -> counts.merged.sum());
        metrics.counter(
                "dispatcher_deliveries_diverted_total",
                "Deliveries given up and handed to the fallback sink. Reasons as for dead ones.",
                SINK_AND_REASON,
                out -> sources.ledger().sinks().forEach((name, counts) -> {
                    for (GaveUp reason : GaveUp.values()) {
                        out.value(counts.diverted.of(reason), name, Metrics.label(reason));
                    }
                }));
        attempts(metrics, sources);
        durations(metrics, sources);
        states(metrics, sources);
    }

    private static void attempts(Metrics metrics, Sources sources) {
        counter(
                metrics,
                sources,
                "dispatcher_delivery_attempts_total",
                "Calls of a sink, each with a batch.",
                counts -> counts.attempts.sum());
        metrics.counter(
                "dispatcher_delivery_failures_total",
                "Calls of a sink that failed for at least one event. Reasons: "
                        + Metrics.labels(DeliveryException.Reason.values()) + ".",
                SINK_AND_REASON,
                out -> sources.ledger().sinks().forEach((name, counts) -> {
                    for (DeliveryException.Reason reason : DeliveryException.Reason.values()) {
                        out.value(counts.failures.of(reason), name, Metrics.label(reason));
                    }
                }));
    }

    private static void durations(Metrics metrics, Sources sources) {
        metrics.histogram(
                "dispatcher_delivery_seconds",
                "How long calls of a sink took, failed or not, each with a batch.",
                SINK,
                out -> sources.ledger().sinks().forEach((name, counts) -> out.value(counts.durations, name)));
    }

    private static void states(Metrics metrics, Sources sources) {
        gauge(
                metrics,
                sources,
                "dispatcher_queue_waiting",
                "Deliveries that wait in a sink's queue.",
                Sources.SinkState::waiting);
        gauge(
                metrics,
                sources,
                "dispatcher_queue_waiting_bytes",
                "About how many bytes of JSON wait in a sink's queue, in memory.",
                Sources.SinkState::waitingBytes);
        gauge(
                metrics,
                sources,
                "dispatcher_queue_spilled",
                "Of the deliveries that wait, those on the disk or on their way there.",
                Sources.SinkState::spilled);
        gauge(
                metrics,
                sources,
                "dispatcher_queue_spilled_bytes",
                "What a sink's deliveries take on the disk.",
                Sources.SinkState::spilledBytes);
        gauge(
                metrics,
                sources,
                "dispatcher_delivery_in_flight",
                "Deliveries in an attempt, or held for the next one.",
                Sources.SinkState::inFlight);
        gauge(
                metrics,
                sources,
                "dispatcher_queue_oldest_waiting_seconds",
                "Age of the oldest delivery that is not settled; 0 when there is none.",
                Sources.SinkState::oldestWaitingSeconds);
        gauge(
                metrics,
                sources,
                "dispatcher_sink_up",
                "0 while the last attempt failed, or the sink is parked, paused or broken; else 1.",
                state -> state.up() ? 1 : 0);
        gauge(
                metrics,
                sources,
                "dispatcher_sink_last_success_timestamp_seconds",
                "When a delivery last succeeded; 0 when none has yet.",
                Sources.SinkState::lastSuccessEpochSeconds);
        metrics.gauge(
                "dispatcher_sink_state",
                "1 for the state that a sink is in, 0 for the others.",
                List.of("sink", "state"),
                out -> sources.sinks()
                        .forEach(sink -> sink.states()
                                .forEach(state -> out.value(state.equals(sink.state()) ? 1 : 0, sink.name(), state))));
    }

    private static void counter(
            Metrics metrics, Sources sources, String name, String help, ToDoubleFunction<SinkCounts> value) {
        metrics.counter(
                name,
                help,
                SINK,
                out -> sources.ledger()
                        .sinks()
                        .forEach((sink, counts) -> out.value(value.applyAsDouble(counts), sink)));
    }

    private static void gauge(
            Metrics metrics, Sources sources, String name, String help, ToDoubleFunction<Sources.SinkState> value) {
        metrics.gauge(
                name,
                help,
                SINK,
                out -> sources.sinks().forEach(sink -> out.value(value.applyAsDouble(sink), sink.name())));
    }
}
