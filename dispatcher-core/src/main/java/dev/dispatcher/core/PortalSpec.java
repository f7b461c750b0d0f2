/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.plugin.Offer;

/** A portal as the file asks for it, bound and checked. */
record PortalSpec(
        String name, Position at, Offer<PortalFactory<?>> offer, Record options, IntakeOptions intake, Limits limits) {

    /** True when an instance made for the other one can go on as it is. */
    boolean sameInstance(PortalSpec other) {
        return offer.plugin() == other.offer.plugin()
                && offer.type().equals(other.offer.type())
                && options.equals(other.options)
                && intake.equals(other.intake)
                && limits.equals(other.limits);
    }
}
