/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What went wrong with which events of a batch. */
final class Failures {

    private @Nullable DeliveryException all;

    void add(DeliveryException failure, Collection<Event> events) {
        DeliveryException part = failure.onlyFor(events);
        all = all == null ? part : all.also(part);
    }

    void take(Failures other) {
        all = other.all;
    }

    Optional<DeliveryException> all() {
        return Optional.ofNullable(all);
    }
}
