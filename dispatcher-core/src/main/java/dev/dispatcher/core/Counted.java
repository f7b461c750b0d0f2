/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.delivery.Health;
import dev.dispatcher.core.delivery.State;
import dev.dispatcher.core.metrics.HistoryCounts;
import dev.dispatcher.core.metrics.JournalCounts;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.metrics.Sources;
import dev.dispatcher.core.server.HttpCounts;
import dev.dispatcher.core.store.Store;
import dev.dispatcher.core.store.StoreHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a running dispatcher tells its metrics. Any number of threads. */
record Counted(
        Ledger ledger,
        Supplier<Generation> current,
        Counters plugins,
        Counters templates,
        Supplier<HttpCounts> http,
        KeptLetters letters,
        ReloadCounts counts,
        Store store,
        JournalCounts journal,
        HistoryCounts history)
        implements Sources {

    static final String FAILED = "failed";

    private static final List<String> STATES =
            Arrays.stream(State.values()).map(Metrics::label).toList();

    @Override
    public List<SinkState> sinks() {
        return current.get().sinks().values().stream().map(Counted::state).toList();
    }

    private static SinkState state(RunningSink sink) {
        Health health = sink.courier().health();
        return new SinkState(
                sink.spec().name(),
                health.state() == State.RUNNING || health.state() == State.DRAINING,
                Metrics.label(health.state()),
                STATES,
                health.oldest().map(Counted::age).orElse(0.0),
                health.lastSuccess().map(at -> at.toEpochMilli() / 1000.0).orElse(0.0),
                health.waiting(),
                sink.queue().waitingBytes(),
                sink.queue().spilled(),
                sink.queue().spilledBytes(),
                health.inFlight());
    }

    private static double age(Instant since) {
        return Math.max(0, Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }

    @Override
    public Map<String, Map<String, Long>> pluginCounters() {
        return plugins.sums();
    }

    @Override
    public Map<String, Long> templateFailures() {
        Map<String, Long> failures = new LinkedHashMap<>();
        templates.sums().forEach((name, counters) -> failures.put(name, counters.getOrDefault(FAILED, 0L)));
        return failures;
    }

    @Override
    public Map<String, Long> httpAnswers() {
        Map<String, Long> answers = new LinkedHashMap<>();
        for (int statusClass = 2; statusClass <= 5; statusClass++) {
            answers.put(statusClass + "xx", http.get().answered(statusClass).sum());
        }
        return answers;
    }

    @Override
    public Map<String, Long> httpRefusals() {
        Map<String, Long> refusals = new LinkedHashMap<>();
        http.get().refused().forEach((reason, counter) -> refusals.put(Metrics.label(reason), counter.sum()));
        return refusals;
    }

    @Override
    public long deadLettersNotWritten() {
        return letters.notWritten();
    }

    @Override
    public long deadLettersKept() {
        return letters.deadLetters().size();
    }

    @Override
    public StoreState storeState() {
        StoreHealth health = store.health();
        return new StoreState(
                health.database(),
                health.state() == StoreHealth.State.UP,
                Metrics.label(health.state()),
                Arrays.stream(StoreHealth.State.values()).map(Metrics::label).toList(),
                health.connections().active(),
                health.connections().idle(),
                health.connections().waiting(),
                health.failures(),
                health.setAside());
    }

    @Override
    public Aside aside() {
        Settings settings = current.get().configuration().settings();
        return new Aside(settings.dryRun(), settings.sendAllTo());
    }

    @Override
    public Reloads reloads() {
        return counts.told(current.get().configuration().shortHash());
    }
}
