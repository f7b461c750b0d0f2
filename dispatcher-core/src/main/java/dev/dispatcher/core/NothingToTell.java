/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.metrics.HistoryCounts;
import dev.dispatcher.core.metrics.JournalCounts;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.Sources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sources without values: for the names alone. */
final class NothingToTell implements Sources {

    @Override
    public Ledger ledger() {
        return new Ledger();
    }

    @Override
    public List<SinkState> sinks() {
        return List.of();
    }

    @Override
    public Map<String, Map<String, Long>> pluginCounters() {
        return Map.of();
    }

    @Override
    public Map<String, Long> templateFailures() {
        return Map.of();
    }

    @Override
    public Map<String, Long> httpAnswers() {
        return Map.of();
    }

    @Override
    public Map<String, Long> httpRefusals() {
        return Map.of();
    }

    @Override
    public long deadLettersNotWritten() {
        return 0;
    }

    @Override
    public long deadLettersKept() {
        return 0;
    }

    @Override
    public StoreState storeState() {
        return new StoreState("none", false, "off", List.of(), 0, 0, 0, 0, 0);
    }

    @Override
    public JournalCounts journal() {
        return new JournalCounts();
    }

    @Override
    public HistoryCounts history() {
        return new HistoryCounts();
    }

    @Override
    public Aside aside() {
        return new Aside(false, Optional.empty());
    }

    @Override
    public Reloads reloads() {
        return new Reloads(0, 0, true, 0, "");
    }
}
