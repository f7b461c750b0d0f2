/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What an event gets when its sender left it out: a new id, and the time of arrival, the same for a whole body. */
final class Stamp {

    private final Clock clock;
    private final Ids ids;
    private @Nullable String arrival;

    Stamp(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    String id() {
        return ids.next();
    }

    String timestamp() {
        String known = arrival;
        if (known == null) {
            known = Timestamps.text(clock.instant());
            arrival = known;
        }
        return known;
    }
}
