/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.history.History;
import dev.dispatcher.core.history.Recorder;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.metrics.HistoryCounts;
import dev.dispatcher.core.store.Store;
import java.time.Clock;

/** What is remembered of accepted events, in memory and in the store. It outlives every reload. Any number of threads. */
final class KeptHistory implements AutoCloseable {

    private final Recent recent;
    private final History history;
    private final HistoryCounts counts = new HistoryCounts();
    private final Recorder recorder;

    KeptHistory(Settings settings, Store store, Clock clock) {
        this.recent = new Recent(settings.explain());
        this.history = new History(recent, store, settings.history().record());
        JacksonJson json = new JacksonJson();
        this.recorder = new Recorder(
                history,
                recent,
                settings.history(),
                counts,
                clock,
                remembered -> json.write(EventView.kept(remembered)));
    }

    void start() {
        recorder.start();
    }

    Recent recent() {
        return recent;
    }

    History history() {
        return history;
    }

    HistoryCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        recorder.close();
    }
}
