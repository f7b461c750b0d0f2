/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.server.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end: delivers what is waiting, for a while, and says what was left. */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    /** For requests in progress, before the sinks are drained; they do not wait for anything of ours. */
    private static final Duration REQUESTS = Duration.ofSeconds(5);

    private final Generation generation;
    private final Map<RunningSink, CompletionStage<Long>> leaving;
    private final HttpServer server;

    Drain(Generation generation, Map<RunningSink, CompletionStage<Long>> leaving, HttpServer server) {
        this.generation = generation;
        this.leaving = leaving;
        this.server = server;
    }

    /** Blocks until all sinks have ended. */
    void run() {
        Duration most = generation.configuration().settings().shutdown().drain();
        List<RunningSink> sinks = new ArrayList<>(generation.sinks().values());
        long waiting = Stream.concat(sinks.stream(), leaving.keySet().stream())
                .mapToLong(sink -> sink.queue().waiting() + sink.queue().inFlight())
                .sum();
        LOG.info("draining: {} deliveries to go, {} s at most", waiting, most.toSeconds());
        finishRequests(most.compareTo(REQUESTS) < 0 ? most : REQUESTS);
        generation.portals().values().forEach(RunningPortal::close);
        Map<String, CompletionStage<Long>> ends = new LinkedHashMap<>();
        leaving.forEach((sink, end) -> ends.put(sink.spec().name() + " (removed)", end));
        sinks.forEach(sink -> ends.put(sink.spec().name(), sink.finish(most, GaveUp.STOPPED)));
        long left = 0;
        for (Map.Entry<String, CompletionStage<Long>> end : ends.entrySet()) {
            long abandoned = end.getValue().toCompletableFuture().join();
            if (abandoned > 0) {
                LOG.warn("{}: {} left, now dead letters", end.getKey(), abandoned);
            }
            left += abandoned;
        }
        LOG.info(left == 0 ? "drained, nothing left" : "ended with " + left + " deliveries left");
    }

    private void finishRequests(Duration most) {
        try {
            int open = server.drain(most);
            if (open > 0) {
                LOG.warn("{} requests were not answered in time", open);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
