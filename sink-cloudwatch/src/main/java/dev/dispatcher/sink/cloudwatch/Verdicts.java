/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/** What became of the events of one batch that were not delivered. */
final class Verdicts {

    private final List<Event> batch;
    private final IdentityHashMap<Event, DeliveryException> verdicts = new IdentityHashMap<>();

    Verdicts(List<Event> batch) {
        this.batch = batch;
    }

    /** An event that can still be helped is not given up because something else of it is refused. */
    void add(Collection<Event> events, DeliveryException verdict) {
        for (Event event : events) {
            DeliveryException before = verdicts.get(event);
            if (before == null || never(before)) {
                verdicts.put(event, verdict);
            }
        }
    }

    private static boolean never(DeliveryException verdict) {
        return !verdict.retryable() && verdict.reason() != DeliveryException.Reason.AUTH;
    }

    /** Throws when there is any verdict. */
    void raise() throws DeliveryException {
        IdentityHashMap<DeliveryException, List<Event>> grouped = new IdentityHashMap<>();
        List<DeliveryException> order = new ArrayList<>();
        for (Event event : batch) {
            DeliveryException verdict = verdicts.get(event);
            if (verdict != null) {
                grouped.computeIfAbsent(verdict, first -> {
                            order.add(first);
                            return new ArrayList<>();
                        })
                        .add(event);
            }
        }
        DeliveryException all = null;
        for (DeliveryException verdict : order) {
            DeliveryException part = verdict.onlyFor(grouped.getOrDefault(verdict, List.of()));
            all = all == null ? part : all.also(part);
        }
        if (all != null) {
            throw all;
        }
    }
}
