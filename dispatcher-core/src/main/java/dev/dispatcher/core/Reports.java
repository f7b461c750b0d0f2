/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.core.intake.Intake;
import dev.dispatcher.core.intake.Lineage;
import dev.dispatcher.core.metrics.SinkCounts;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Takes what one sink reports into intake. Any number of threads. */
final class Reports {

    private final Events events;
    private final Supplier<Intake> intake;
    private final SinkCounts counts;
    private final IntSupplier hops;
    private final Logger logger;

    /**
     * @param intake made at the first report, so that sinks that report nothing are no portals in metrics
     * @param hops the limit now in force
     */
    Reports(Events events, Supplier<Intake> intake, SinkCounts counts, IntSupplier hops, Logger logger) {
        this.events = events;
        this.intake = new Once<>(intake);
        this.counts = counts;
        this.hops = hops;
        this.logger = logger;
    }

    void report(Event cause, Map<String, ?> fields) {
        Event event = events.event(Lineage.fields(cause, fields, hops.getAsInt()));
        try {
            intake.get().deliver(List.of(event));
        } catch (DeliveryException e) {
            logger.warn(
                    "the report '{}' about event {} was not taken: {}", event.message(), cause.id(), e.getMessage());
            return;
        }
        if (event.has(Lineage.HOP_LIMIT)) {
            counts.stopped.increment();
            logger.warn(
                    "the report '{}' about event {} goes nowhere: it is {} reports away from the first event, and {} are"
                            + " allowed (follow-ups.hops); do rules send reports back to where they come from?",
                    event.message(),
                    cause.id(),
                    event.get(Event.HOPS),
                    event.get(Lineage.HOP_LIMIT));
        }
    }

    /** Asks once. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private volatile @org.jspecify.annotations.Nullable T made;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public T get() {
            T now = made;
            if (now != null) {
                return now;
            }
            synchronized (this) {
                now = made;
                if (now == null) {
                    now = maker.get();
                    made = now;
                }
                return now;
            }
        }
    }
}
