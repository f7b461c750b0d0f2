/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.delivery.Courier;
import dev.dispatcher.core.delivery.Courier.Surroundings;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.plugin.GuardedSink;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sink instance with its queue and courier. Any number of threads; started and ended by reloads, one at a time. */
final class RunningSink {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSink.class);

    private final SinkSpec spec;
    private final InstanceContext context;
    private final GuardedSink sink;
    private final DeliveryQueue queue;
    private final Courier courier;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private volatile boolean replaced;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** @param fallback the queue of the fallback sink as of now, whatever reload came in between */
    RunningSink(
            SinkSpec spec,
            DeliveryQueue queue,
            Supplier<Optional<DeliveryQueue>> fallback,
            Surroundings surroundings,
            EventReader events,
            Lendings lendings,
            Reports reports)
            throws Exception {
        this.spec = spec;
        this.queue = queue;
        this.context = new InstanceContext(
                spec.name(), spec.offer(), spec.delivery().batch(), events, lendings, reports, false);
        try {
            this.sink = GuardedSink.create(spec.offer(), spec.options(), context);
        } catch (Exception | Error e) {
            context.close();
            throw e;
        }
        context.noMoreRoutes();
        this.courier = new Courier(spec.name(), sink, queue, spec.delivery(), fallback, surroundings);
    }

    SinkSpec spec() {
        return spec;
    }

    InstanceContext context() {
        return context;
    }

    DeliveryQueue queue() {
        return queue;
    }

    Courier courier() {
        return courier;
    }

    /** Begins when whoever delivered before it has ended; until then deliveries wait. */
    void beginAfter(CompletionStage<?> before) {
        before.whenComplete((ended, failure) -> begin());
    }

    private void begin() {
        try {
            // one that was replaced before its turn came has old options: it delivers nothing
            if (!replaced) {
                courier.start();
            }
            begun.complete(null);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: it cannot begin to deliver", spec.name(), e);
            begun.completeExceptionally(e);
        }
    }

    /**
     * Ends after the attempt in flight, also when it has not even begun; what it has not delivered stays in the queue.
     *
     * @return completed when the next one may begin; closing goes on beside
     */
    CompletionStage<Void> retire() {
        replaced = true;
        CompletionStage<Void> free = begun.thenCompose(started -> courier.retire());
        free.whenComplete((ended, failure) -> release());
        return free;
    }

    /**
     * Delivers what is left, gives up the rest, and ends. Never completes exceptionally.
     *
     * @param most from now, also when the one before it has not let go of the queue yet
     * @return how many deliveries were given up; closing goes on beside
     */
    CompletableFuture<Long> finish(Duration most, GaveUp why) {
        long end = System.nanoTime() + most.toNanos();
        return begun.thenCompose(started -> courier.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))))
                .handle((left, failure) -> {
                    try {
                        queue.close();
                        return courier.abandon(why);
                    } finally {
                        release();
                    }
                });
    }

    /** For one that never began. */
    CompletableFuture<Void> discard() {
        release();
        return closed;
    }

    /** Completed when the instance is closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private void release() {
        CompletableFuture<?> unused = context.requests()
                .close()
                .thenCompose(none -> Closing.begin(spec.name(), this::close))
                .whenComplete((done, failure) -> closed.complete(null));
    }

    private void close() {
        try {
            sink.close();
        } finally {
            context.close();
        }
    }
}
