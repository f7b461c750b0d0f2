/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a delivery so far, as others may look at it at any time. Immutable: each step is a new one, and the
 * common ones are shared.
 *
 * @param attempts the first and the last ones, {@value #MOST} at most
 * @param count how many attempts there were
 * @param why in words, where it was given up or dropped
 * @param onward the copy for the fallback sink, where it was diverted
 * @param to where {@code onward} goes
 */
public record Life(
        Status status,
        List<Attempt> attempts,
        int count,
        @Nullable String why,
        @Nullable Delivery onward,
        @Nullable String to) {

    /** How far it is. */
    public enum Status {
        WAITING,
        IN_FLIGHT,
        /** An attempt failed, and another one will be made. */
        RETRYING,
        DELIVERED,
        /** Given up; a dead letter. */
        DEAD,
        /** Never tried: a full queue let it go, or it was never to be sent. */
        DROPPED,
        /** Given up here, and handed to the fallback sink. */
        DIVERTED;

        /** True when nothing more will happen to it. */
        public boolean settled() {
            return this != WAITING && this != IN_FLIGHT && this != RETRYING;
        }
    }

    static final int MOST = 10;

    static final Life WAITS = new Life(Status.WAITING, List.of(), 0, null, null, null);
    private static final Life FLIES = new Life(Status.IN_FLIGHT, List.of(), 0, null, null, null);

    /** What all deliveries of a batch are that were delivered at the first attempt. */
    public static Life delivered(Attempt attempt) {
        return new Life(Status.DELIVERED, List.of(attempt), 1, null, null, null);
    }

    static Life dropped(String why) {
        return new Life(Status.DROPPED, List.of(), 0, why, null, null);
    }

    Life inFlight() {
        return count == 0 ? FLIES : new Life(Status.IN_FLIGHT, attempts, count, null, null, null);
    }

    /** Back in the queue. */
    Life waiting() {
        return count == 0 ? WAITS : new Life(Status.RETRYING, attempts, count, null, null, null);
    }

    /** After another attempt. */
    Life then(Status next, Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        if (all.size() == MOST) {
            // the beginning and the end tell more than the middle
            all.remove(MOST / 2);
        }
        all.add(attempt);
        return new Life(next, List.copyOf(all), count + 1, null, null, null);
    }

    Life dead(String reason) {
        return new Life(Status.DEAD, attempts, count, reason, null, null);
    }

    Life diverted(String reason, Delivery copy, String sink) {
        return new Life(Status.DIVERTED, attempts, count, reason, copy, sink);
    }
}
