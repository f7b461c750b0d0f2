/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Writes all series once per interval, as an agent of Prometheus does: what could not be written is superseded by the next
 * interval's. Series that have ended are marked stale.
 */
final class RemoteWriter implements AutoCloseable {

    private static final long LAST_WRITE_SECONDS = 2;

    private final RemoteWriteOptions options;
    private final Http http;
    private final Clock clock;
    private final Logger logger;
    private final Supplier<List<Exposed>> metrics;
    private final LongAdder writes;
    private final LongAdder failures;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Set<Map<String, String>> known = Set.of();
    private boolean failing;

    private RemoteWriter(RemoteWriteOptions options, PluginContext context, Supplier<List<Exposed>> metrics) {
        this.options = options;
        this.http = context.http(options.http());
        this.clock = context.clock();
        this.logger = context.logger();
        this.metrics = metrics;
        this.writes = context.counter("remote_writes");
        this.failures = context.counter("remote_write_failures");
        this.thread = new Thread(this::run, context.name() + "-remote-write");
        this.thread.setDaemon(true);
    }

    static RemoteWriter start(RemoteWriteOptions options, PluginContext context, Supplier<List<Exposed>> metrics) {
        RemoteWriter writer = new RemoteWriter(options, context, metrics);
        writer.thread.start();
        return writer;
    }

    private void run() {
        try {
            boolean closed;
            do {
                closed = closing.await(options.interval().toMillis(), TimeUnit.MILLISECONDS);
                attempt();
            } while (!closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            write();
            writes.increment();
            if (failing) {
                logger.info("remote-write works again");
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            failures.increment();
            if (!failing) {
                logger.warn("remote-write fails, and is tried again every {}: {}", options.interval(), e.getMessage());
            }
            failing = true;
        }
    }

    private void write() throws IOException, InterruptedException {
        long now = clock.millis();
        Set<Map<String, String>> current = new LinkedHashSet<>();
        List<Runnable> samples = new ArrayList<>();
        List<WriteRequest> requests = new ArrayList<>();
        for (Exposed metric : metrics.get()) {
            for (Exposed.Sample sample : metric.samples()) {
                Map<String, String> labels = labels(metric, sample);
                current.add(labels);
                samples.add(() -> last(requests).sample(labels, sample.value(), now));
            }
        }
        for (Map<String, String> before : known) {
            if (!current.contains(before)) {
                samples.add(() -> last(requests).stale(before, now));
            }
        }
        for (int i = 0; i < samples.size(); i++) {
            if (i % options.samples() == 0) {
                requests.add(new WriteRequest());
            }
            samples.get(i).run();
        }
        for (WriteRequest request : requests) {
            send(request.bytes());
        }
        known = current;
    }

    private static WriteRequest last(List<WriteRequest> requests) {
        return requests.get(requests.size() - 1);
    }

    private Map<String, String> labels(Exposed metric, Exposed.Sample sample) {
        Map<String, String> labels = new TreeMap<>(options.labels());
        for (int i = 0; i < sample.labels().size(); i += 2) {
            labels.put(sample.labels().get(i), sample.labels().get(i + 1));
        }
        labels.put("__name__", metric.name() + sample.suffix());
        // an empty label is none, and endpoints refuse to be sent one
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    private void send(byte[] message) throws IOException, InterruptedException {
        Http.Request request = Http.Request.post(options.url(), "application/x-protobuf", Snappy.block(message))
                .with("Content-Encoding", "snappy")
                .with("X-Prometheus-Remote-Write-Version", "0.1.0");
        for (Map.Entry<String, dev.dispatcher.api.Secret> header :
                options.headers().entrySet()) {
            request = request.with(header.getKey(), header.getValue().reveal());
        }
        Optional<String> authorization = authorization();
        if (authorization.isPresent()) {
            request = request.with("Authorization", authorization.get());
        }
        Http.Response answer = http.send(request);
        if (answer.status() / 100 != 2) {
            throw new IOException("the endpoint answered " + answer.status());
        }
    }

    private Optional<String> authorization() {
        if (options.token().isPresent()) {
            return options.token().map(token -> "Bearer " + token.reveal());
        }
        return options.basic().map(basic -> {
            String pair = basic.user() + ":" + basic.password().reveal();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Writes once more, for two seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(LAST_WRITE_SECONDS));
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(LAST_WRITE_SECONDS));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
