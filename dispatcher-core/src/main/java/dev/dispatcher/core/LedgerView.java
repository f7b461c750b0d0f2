/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.PortalCounts;
import dev.dispatcher.core.metrics.SinkCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The ledger as {@code GET /api/ledger} shows it. */
final class LedgerView {

    private LedgerView() {}

    static Map<String, Object> of(Ledger ledger) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("portals", portals(ledger));
        view.put("rules", rules(ledger));
        view.put("sinks", sinks(ledger));
        view.put("difference", ledger.difference());
        return view;
    }

    private static Map<String, Object> portals(Ledger ledger) {
        Map<String, Object> portals = new TreeMap<>();
        ledger.portals().forEach((name, counts) -> {
            PortalCounts.Balance balance = counts.balance();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("received", balance.received());
            one.put("refused", balance.refused());
            one.put("duplicate", balance.duplicate());
            one.put("ignored", balance.ignored());
            one.put("routed", balance.routed());
            one.put("difference", balance.difference());
            portals.put(name, one);
        });
        return portals;
    }

    private static Map<String, Object> rules(Ledger ledger) {
        Map<String, Object> rules = new TreeMap<>();
        ledger.rules().forEach((name, counts) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("matched", counts.matched.sum());
            one.put("made", counts.made.sum());
            one.put("merged", counts.merged.sum());
            one.put("shadow", counts.shadow.sum());
            rules.put(name, one);
        });
        return rules;
    }

    private static Map<String, Object> sinks(Ledger ledger) {
        Map<String, Object> sinks = new TreeMap<>();
        ledger.sinks().forEach((name, counts) -> sinks.put(name, counts(counts)));
        return sinks;
    }

    static Map<String, Object> counts(SinkCounts counts) {
        SinkCounts.Balance balance = counts.balance();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("made", balance.made());
        one.put("delivered", balance.delivered());
        one.put("dead", balance.dead());
        one.put("dropped", balance.dropped());
        one.put("merged", balance.merged());
        one.put("diverted", balance.diverted());
        one.put("waiting", balance.waiting());
        one.put("in_flight", balance.inFlight());
        one.put("difference", balance.difference());
        return one;
    }
}
