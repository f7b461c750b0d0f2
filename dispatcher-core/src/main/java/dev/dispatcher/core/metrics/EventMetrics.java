/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.List;

/** Portals, intake and rules. */
final class EventMetrics {

    private EventMetrics() {}

    static void define(Metrics metrics, Sources sources) {
        List<String> portal = List.of("portal");
        metrics.counter(
                "dispatcher_events_received_total",
                "Events that senders sent, good or not.",
                portal,
                out -> sources.ledger().portals().forEach((name, counts) -> out.value(counts.received.sum(), name)));
        metrics.counter(
                "dispatcher_events_refused_total",
                "Events that were not taken, which the sender was told. Reasons: " + Metrics.labels(Refusal.values())
                        + ".",
                List.of("portal", "reason"),
                out -> sources.ledger().portals().forEach((name, counts) -> {
                    for (Refusal reason : Refusal.values()) {
                        out.value(counts.refused.of(reason), name, Metrics.label(reason));
                    }
                }));
        metrics.counter(
                "dispatcher_events_duplicate_total",
                "Events that were taken and not dispatched, being the same as one before.",
                portal,
                out -> sources.ledger().portals().forEach((name, counts) -> out.value(counts.duplicate.sum(), name)));
        metrics.counter(
                "dispatcher_events_ignored_total",
                "Events that were taken and that no rule sent anywhere.",
                portal,
                out -> sources.ledger().portals().forEach((name, counts) -> out.value(counts.ignored.sum(), name)));
        metrics.counter(
                "dispatcher_events_routed_total",
                "Events that were taken and of which at least one delivery was made.",
                portal,
                out -> sources.ledger().portals().forEach((name, counts) -> out.value(counts.routed.sum(), name)));
        rules(metrics, sources);
    }

    private static void rules(Metrics metrics, Sources sources) {
        List<String> rule = List.of("rule");
        metrics.counter(
                "dispatcher_rule_matched_total",
                "Events that a rule applied to. Rules in shadow mode are counted in dispatcher_rule_shadow_total.",
                rule,
                out -> sources.ledger().rules().forEach((name, counts) -> out.value(counts.matched.sum(), name)));
        metrics.counter(
                "dispatcher_rule_deliveries_total",
                "Deliveries that a rule made.",
                rule,
                out -> sources.ledger().rules().forEach((name, counts) -> out.value(counts.made.sum(), name)));
        metrics.counter(
                "dispatcher_rule_merged_total",
                "Deliveries that a rule asked for and that another rule had made already, just the same.",
                rule,
                out -> sources.ledger().rules().forEach((name, counts) -> out.value(counts.merged.sum(), name)));
        metrics.counter(
                "dispatcher_pattern_gave_up_total",
                "Texts on which a regular expression or glob came to its bound of steps, which counts as no match; 'dispatcher"
                        + " explain' says in which condition. Counted since the process began, explanations and tests included.",
                List.of(),
                out -> out.value(Patterns.GAVE_UP.sum()));
        metrics.counter(
                "dispatcher_rule_shadow_total",
                "Events that a rule in shadow mode would have applied to.",
                rule,
                out -> sources.ledger().rules().forEach((name, counts) -> out.value(counts.shadow.sum(), name)));
    }
}
