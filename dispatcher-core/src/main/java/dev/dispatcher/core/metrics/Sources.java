/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those who count, as the metrics see them. Asked at each scrape, from any thread. */
public interface Sources {

    Ledger ledger();

    /** The sinks of the configuration in force. */
    List<SinkState> sinks();

    /** Counters of plugins: instance, counter, value. */
    Map<String, Map<String, Long>> pluginCounters();

    /** Renderings that failed and were replaced by a safe text: instance, or {@code rules}. */
    Map<String, Long> templateFailures();

    /** Answers of the HTTP server: class of the status such as {@code 2xx}. */
    Map<String, Long> httpAnswers();

    /** Requests that the HTTP server refused by itself: reason. */
    Map<String, Long> httpRefusals();

    /** Dead letters that could not be written to their file. */
    long deadLettersNotWritten();

    /** Dead letters in memory. */
    long deadLettersKept();

    JournalCounts journal();

    HistoryCounts history();

    Reloads reloads();

    StoreState storeState();

    /** Settings under which events do not go where the rules say. */
    Aside aside();

    /**
     * How a sink is.
     *
     * @param up false while its last attempt failed, or when it is parked, paused or broken
     * @param state one of the closed list in the reference
     * @param states all that {@code state} can be
     * @param oldestWaitingSeconds 0 when nothing waits
     * @param lastSuccessEpochSeconds 0 when there was none yet
     */
    record SinkState(
            String name,
            boolean up,
            String state,
            List<String> states,
            double oldestWaitingSeconds,
            double lastSuccessEpochSeconds,
            long waiting,
            long waitingBytes,
            long spilled,
            long spilledBytes,
            long inFlight) {}

    /**
     * How the store is.
     *
     * @param database h2, postgresql or none
     * @param states all that {@code state} can be
     * @param waiting threads that wait for a connection
     */
    record StoreState(
            String database,
            boolean up,
            String state,
            List<String> states,
            int active,
            int idle,
            int waiting,
            long failures,
            long setAside) {}

    /** @param sendAllTo the sink that gets everything; empty when rules decide */
    record Aside(boolean dryRun, Optional<String> sendAllTo) {}

    /** What is known of reloads; the start is the first. */
    record Reloads(long succeeded, long failed, boolean lastSucceeded, double lastSuccessEpochSeconds, String hash) {}
}
