/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Format;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.delivery.DeadLetter;
import dev.dispatcher.core.delivery.DeadLetters;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.journal.Recovered;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.SinkCounts;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a dispatcher before this one had promised back on its way. */
final class Restore {

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    /** It was within the limits when it was taken; rules may have added to it. */
    private static final Limits WIDE =
            new Limits(10_000, 4096, new ByteSize(1 << 30), new ByteSize(1 << 30), 1, 500, false);

    private final Ledger ledger;
    private final DeadLetters letters;
    private final Recent recent;
    private final Clock clock;
    private final AtomicLong keys;
    private final EventReader reader;

    Restore(Ledger ledger, DeadLetters letters, Recent recent, Clock clock, Ids ids, AtomicLong keys) {
        this.ledger = ledger;
        this.letters = letters;
        this.recent = recent;
        this.clock = clock;
        this.keys = keys;
        this.reader = new EventReader(WIDE, clock, ids, Counts.NONE);
    }

    void restore(Recovered found, Map<String, DeliveryQueue> queues) {
        try {
            put(found, queues);
        } catch (IllegalStateException e) {
            LOG.error("an event stays in the journal, and is not delivered: {}", e.getMessage());
        }
    }

    private void put(Recovered found, Map<String, DeliveryQueue> queues) {
        Event event = read(found.event());
        Arrival arrival = new Arrival(event, found.portal(), keys.incrementAndGet(), found.at(), found.trace());
        Delivery[] made = found.copies().stream()
                .map(copy -> new Delivery(
                        copy.event() == null ? event : read(copy.event()),
                        arrival,
                        copy.rule(),
                        found.at(),
                        found.promise(),
                        copy.number()))
                .toArray(Delivery[]::new);
        for (int i = 0; i < made.length; i++) {
            String sink = found.copies().get(i).sink();
            made[i].to(sink);
            ledger.rule(made[i].rule()).made.increment();
            DeliveryQueue queue = queues.get(sink);
            if (queue == null) {
                bury(made[i]);
            } else {
                queue.restore(made[i]);
            }
        }
        recent.restored(arrival, made);
    }

    Event read(byte[] json) {
        Reading reading = reader.read(json, Format.JSON);
        if (reading.events().size() != 1) {
            throw new IllegalStateException("an event in the journal is no event: "
                    + reading.faults().stream().map(fault -> fault.message()).toList());
        }
        return reading.events().get(0);
    }

    /** Its sink is gone: that is for people to decide. */
    private void bury(Delivery delivery) {
        LOG.warn(
                "event {} was to go to sink '{}', which is not there any more; it is a dead letter now",
                delivery.event().id(),
                delivery.sink());
        SinkCounts counts = ledger.sink(delivery.sink());
        counts.made.increment();
        counts.dead.add(GaveUp.REMOVED, 1);
        letters.add(DeadLetter.of(delivery.sink(), delivery, GaveUp.REMOVED, clock.instant()));
        delivery.died("the sink was removed");
    }
}
