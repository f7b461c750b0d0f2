/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.core.metrics.Dropped;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.DeliveryQueue.Admission;
import dev.dispatcher.core.queue.Demand;
import dev.dispatcher.core.queue.Promise;
import dev.dispatcher.core.rules.Decision.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deliveries of one request by queue: all go in, or none. One thread. */
final class Fanout {

    /** What goes into one queue. */
    private static final class Share {
        final DeliveryQueue queue;
        final List<Delivery> deliveries;
        long bytes;

        Share(DeliveryQueue queue, int expected) {
            this.queue = queue;
            this.deliveries = new ArrayList<>(expected);
        }
    }

    private final Map<String, DeliveryQueue> queues;
    private final int events;
    /** Few, so that a search is faster than a map. */
    private final List<Share> shares = new ArrayList<>(4);

    private @Nullable Share refused;

    Fanout(Map<String, DeliveryQueue> queues, int events) {
        this.queues = queues;
        this.events = events;
    }

    /** @param number of the copy among those of the promise */
    Delivery add(Target copy, Arrival arrival, @Nullable Promise promise, int number) {
        DeliveryQueue queue = queues.get(copy.sink());
        if (queue == null) {
            throw new IllegalStateException(
                    "rule '" + copy.rule() + "' names the sink '" + copy.sink() + "', which has no queue");
        }
        Share share = share(queue);
        Delivery delivery = new Delivery(copy.event(), arrival, copy.rule(), arrival.at(), promise, number);
        delivery.to(copy.sink());
        share.deliveries.add(delivery);
        share.bytes += delivery.size();
        return delivery;
    }

    private Share share(DeliveryQueue queue) {
        for (int i = 0; i < shares.size(); i++) {
            if (shares.get(i).queue == queue) {
                return shares.get(i);
            }
        }
        Share share = new Share(queue, events);
        shares.add(share);
        return share;
    }

    Admission admit() {
        if (shares.size() == 1) {
            Share only = shares.get(0);
            Admission admission = only.queue.offer(only.deliveries);
            refused = admission == Admission.ADMITTED ? null : only;
            return admission;
        }
        Admission admission = reserve(Demand.NONE);
        if (admission == Admission.ADMITTED) {
            fill();
        }
        return admission;
    }

    /** Makes room for deliveries with a promise, which are not dropped; {@link #fill} or {@link #release} follows. */
    Admission reserve(Demand demand) {
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            Admission admission = share.queue.reserve(share.deliveries.size(), share.bytes, demand);
            if (admission != Admission.ADMITTED) {
                refused = share;
                release(shares.subList(0, i));
                return admission;
            }
        }
        return Admission.ADMITTED;
    }

    void fill() {
        for (Share share : shares) {
            share.queue.offerReserved(share.deliveries);
        }
    }

    void release() {
        release(shares);
    }

    private static void release(List<Share> reserved) {
        for (Share share : reserved) {
            share.queue.release(share.deliveries.size(), share.bytes);
        }
    }

    /** Counts all of them as dropped instead of handing them over: for a dry run. */
    Admission withhold() {
        for (Share share : shares) {
            share.queue.counts().made.add(share.deliveries.size());
            share.queue.counts().dropped.add(Dropped.DRY_RUN, share.deliveries.size());
            for (Delivery delivery : share.deliveries) {
                delivery.to(share.queue.sink());
                delivery.dropped("dry-run is on: nothing is delivered");
            }
        }
        return Admission.ADMITTED;
    }

    /** For people: which queue did not take how much. */
    String refusal() {
        Share share = refused;
        return share == null
                ? ""
                : "the queue of sink '" + share.queue.sink() + "' holds at most "
                        + share.queue.options().events() + " events and "
                        + share.queue.options().bytes() + " bytes, and this request has " + share.deliveries.size()
                        + " events with " + share.bytes + " bytes for it";
    }
}
