/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.metrics.Dropped;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.server.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end: delivers what is waiting, for a while, and says what was left. A fallback sink ends after those that point at it,
 * which therefore get their share of the time only: what they give up can still be delivered. One thread.
 */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    /** For requests in progress, before the sinks are drained; they do not wait for anything of ours. */
    private static final Duration REQUESTS = Duration.ofSeconds(5);

    private final Generation generation;
    private final Instances instances;
    private final HttpServer server;
    private final long began = System.nanoTime();
    private final Duration most;
    private final Map<RunningSink, CompletableFuture<Long>> ends = new LinkedHashMap<>();

    Drain(Generation generation, Instances instances, HttpServer server) {
        this.generation = generation;
        this.instances = instances;
        this.server = server;
        this.most = generation.configuration().settings().shutdown().drain();
    }

    /** Blocks until all sinks have ended. */
    void run() {
        List<RunningPortal> portals = Stream.concat(
                        generation.portals().values().stream(), instances.leavingPortals().stream())
                .toList();
        portals.forEach(RunningPortal::refuse);
        ends.putAll(instances.leaving());
        long waiting = Stream.concat(generation.sinks().values().stream(), ends.keySet().stream())
                .mapToLong(sink -> sink.queue().waiting() + sink.queue().inFlight())
                .sum();
        LOG.info("draining: {} deliveries to go, {} s at most", waiting, most.toSeconds());
        finishRequests(most.compareTo(REQUESTS) < 0 ? most : REQUESTS);
        Closing.await(portals.stream().map(RunningPortal::closeSoon).toList());
        for (String name : generation.sinks().keySet()) {
            CompletableFuture<?> unused = end(name);
        }
        tell();
        Closing.await(ends.keySet().stream().map(RunningSink::closed).toList());
    }

    private void tell() {
        long left = 0;
        long onDisk = 0;
        for (Map.Entry<RunningSink, CompletableFuture<Long>> end : ends.entrySet()) {
            long abandoned = end.getValue().join();
            String name = end.getKey().spec().name();
            long kept = end.getKey().queue().counts().dropped.of(Dropped.LEFT_ON_DISK);
            if (kept > 0) {
                LOG.info("{}: {} lie on the disk, for the next start", name, kept);
                onDisk += kept;
            }
            if (abandoned > 0 && fallback(end.getKey()) != null) {
                LOG.warn("{}: {} left, handed to its fallback sink", name, abandoned);
            } else if (abandoned > 0) {
                LOG.warn("{}: {} left, now dead letters", name, abandoned);
                left += abandoned;
            }
        }
        LOG.info(
                left + onDisk == 0
                        ? "drained, nothing left"
                        : "ended with " + left + " deliveries left, and " + onDisk + " on the disk");
    }

    /** The end of a sink of the generation: begins when all that point at it have ended. */
    private CompletableFuture<Long> end(String name) {
        RunningSink sink = sink(name);
        CompletableFuture<Long> known = ends.get(sink);
        if (known != null) {
            return known;
        }
        List<CompletableFuture<Long>> before = new ArrayList<>();
        List.copyOf(ends.entrySet()).stream()
                .filter(each -> sink == fallback(each.getKey()))
                .forEach(each -> before.add(each.getValue()));
        pointingAt(sink).forEach(each -> before.add(end(each.spec().name())));
        Duration share = share(sink);
        CompletableFuture<Long> end = CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
                .thenCompose(all -> sink.finish(until(share), GaveUp.STOPPED));
        ends.put(sink, end);
        return end;
    }

    private Duration until(Duration share) {
        Duration left = share.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Of a chain of fallbacks each gets as much time as the others. */
    private Duration share(RunningSink sink) {
        int place = place(sink);
        int length = place;
        for (RunningSink next = fallback(sink); next != null; next = fallback(next)) {
            length++;
        }
        return most.multipliedBy(place).dividedBy(length);
    }

    /** 1 for a sink that nobody points at. */
    private int place(RunningSink sink) {
        return 1 + pointingAt(sink).stream().mapToInt(this::place).max().orElse(0);
    }

    private List<RunningSink> pointingAt(RunningSink sink) {
        return generation.sinks().values().stream()
                .filter(other -> fallback(other) == sink)
                .toList();
    }

    private @Nullable RunningSink fallback(RunningSink sink) {
        return sink.spec()
                .delivery()
                .fallback()
                .map(name -> generation.sinks().get(name))
                .orElse(null);
    }

    private RunningSink sink(String name) {
        return Objects.requireNonNull(generation.sinks().get(name));
    }

    private void finishRequests(Duration time) {
        try {
            int open = server.drain(time);
            if (open > 0) {
                LOG.warn("{} requests were not answered in time", open);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
