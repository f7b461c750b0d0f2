/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.DeliveryQueue.Admission;
import dev.dispatcher.core.queue.Failure;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends deliveries: delivered, diverted to the fallback sink, or dead; each is counted once. Any number of threads. */
final class Settlement {

    private final DeliveryQueue queue;
    private final Supplier<Optional<DeliveryQueue>> fallback;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final FailureLog log;

    Settlement(
            DeliveryQueue queue,
            Supplier<Optional<DeliveryQueue>> fallback,
            DeadLetters deadLetters,
            Clock clock,
            FailureLog log) {
        this.queue = queue;
        this.fallback = fallback;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.log = log;
    }

    void delivered(int count) {
        if (count > 0) {
            queue.counts().delivered.add(count);
            queue.settled(count);
        }
    }

    void giveUp(Delivery delivery, GaveUp why) {
        if (divert(delivery, why)) {
            queue.counts().diverted.add(why, 1);
        } else {
            queue.counts().dead.add(why, 1);
            deadLetters.add(DeadLetter.of(queue.sink(), delivery, why, clock.instant()));
            // last: whoever was promised something is told that it is kept there
            delivery.died(words(delivery, why));
        }
        queue.settled(1);
        log.gaveUp(why, words(delivery, why));
    }

    private boolean divert(Delivery delivery, GaveUp why) {
        Optional<DeliveryQueue> other = fallback.get();
        if (other.isEmpty()) {
            return false;
        }
        String words = words(delivery, why);
        Delivery copy = delivery.divert(queue.sink(), words, clock.instant());
        boolean taken = other.get().offer(List.of(copy)) == Admission.ADMITTED;
        if (taken) {
            delivery.diverted(words, copy, other.get().sink());
        }
        return taken;
    }

    private static String words(Delivery delivery, GaveUp why) {
        Failure last = delivery.lastFailure();
        String what = why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return last == null ? what : what + ": " + last.message();
    }
}
