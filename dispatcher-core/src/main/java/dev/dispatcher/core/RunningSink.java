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

    /** @param fallback the queue of the fallback sink as of now, whatever reload came in between */
    RunningSink(
            SinkSpec spec,
            DeliveryQueue queue,
            Supplier<Optional<DeliveryQueue>> fallback,
            Surroundings surroundings,
            EventReader events,
            Lendings lendings)
            throws Exception {
        this.spec = spec;
        this.queue = queue;
        this.context = new InstanceContext(spec.name(), spec.delivery().batch(), events, lendings);
        try {
            this.sink = GuardedSink.create(spec.offer(), spec.options(), context);
        } catch (Exception | Error e) {
            context.close();
            throw e;
        }
        this.courier = new Courier(spec.name(), sink, queue, spec.delivery(), fallback, surroundings);
    }

    SinkSpec spec() {
        return spec;
    }

    InstanceContext context() {
        return context;
    }

    GuardedSink sink() {
        return sink;
    }

    DeliveryQueue queue() {
        return queue;
    }

    Courier courier() {
        return courier;
    }

    void begin() {
        courier.start();
        begun.complete(null);
    }

    /** Begins when the one before it has let go of the queue. */
    void beginAfter(RunningSink before) {
        before.retire().whenComplete((ended, failure) -> begin());
    }

    /** Ends after the attempt in flight, also when it has not even begun; what it has not delivered stays in the queue. */
    private CompletionStage<Void> retire() {
        return begun.thenCompose(started -> courier.retire()).whenComplete((ended, failure) -> release());
    }

    /** Delivers what is left, gives up the rest, and ends. Never completes exceptionally. */
    CompletionStage<Long> finish(Duration most, GaveUp why) {
        return begun.thenCompose(started -> courier.drain(most)).handle((left, failure) -> {
            long abandoned = 0;
            try {
                abandoned = courier.abandon(why);
            } finally {
                release();
            }
            return abandoned;
        });
    }

    /** For one that never began. */
    void discard() {
        release();
    }

    private void release() {
        try {
            sink.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: closing it failed", spec.name(), e);
        } finally {
            context.close();
        }
    }
}
