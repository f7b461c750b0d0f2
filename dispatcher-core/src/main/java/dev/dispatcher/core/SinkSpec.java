/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.plugin.Offer;

/** A sink as the file asks for it, bound and checked. */
record SinkSpec(String name, Position at, Offer<SinkFactory<?>> offer, Record options, DeliveryOptions delivery) {

    /** True when an instance made for the other one can go on as it is. */
    boolean sameInstance(SinkSpec other) {
        return offer.plugin() == other.offer.plugin()
                && offer.type().equals(other.offer.type())
                && options.equals(other.options)
                && delivery.equals(other.delivery);
    }
}
