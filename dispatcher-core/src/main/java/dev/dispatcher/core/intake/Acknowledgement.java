/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.core.metrics.Refusal;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue.Admission;
import dev.dispatcher.core.queue.Promise;
import org.jspecify.annotations.Nullable;

/** What the answer to one request promises, and how that is made good. One thread. */
interface Acknowledgement {

    /** They are in memory: nothing more. */
    Acknowledgement QUEUED = new Acknowledgement() {
        @Override
        public @Nullable Promise about(int copies) {
            return null;
        }

        @Override
        public boolean enter(Fanout fanout) throws Refused {
            return admitted(fanout.admit(), fanout);
        }
    };

    /** The promise about one event with so many copies, at least one; null for none. */
    @Nullable
    Promise about(int copies);

    /** Those deliveries it is about. */
    default void made(Promise promise, Arrival arrival, Delivery[] copies) {}

    /**
     * Puts them into the queues.
     *
     * @return false when one of them is closed; nothing was taken then
     * @throws Refused when nothing was taken
     */
    boolean enter(Fanout fanout) throws Refused;

    /**
     * Waits for what the answer promises beyond that.
     *
     * @throws DeliveryException when it did not come true; the events were taken nevertheless
     */
    default void await() throws DeliveryException {}

    /** @return false when a queue is closed */
    static boolean admitted(Admission admission, Fanout fanout) throws Refused {
        return switch (admission) {
            case ADMITTED -> true;
            case CLOSED -> false;
            case FULL -> throw new Refused(Refusal.OVERFLOW, "no room now: " + fanout.refusal());
            case TOO_LARGE -> throw new Refused(Refusal.TOO_LARGE, "send fewer events at once: " + fanout.refusal());
        };
    }
}
