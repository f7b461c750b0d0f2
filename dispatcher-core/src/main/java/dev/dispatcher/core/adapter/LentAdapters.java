/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Adapters;
import dev.dispatcher.core.event.EventReader;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The adapters in force, for one portal. */
public final class LentAdapters implements Adapters {

    private final Supplier<AdapterSet> current;
    private final EventReader events;
    private final Clock clock;
    private final Replays replays;

    /**
     * For one portal.
     *
     * @param current asked for each request; answers at once
     * @param events of the portal, with its limits and counts
     * @param replays the same for all portals and generations
     */
    public LentAdapters(Supplier<AdapterSet> current, EventReader events, Clock clock, Replays replays) {
        this.current = current;
        this.events = events;
        this.clock = clock;
        this.replays = replays;
    }

    @Override
    public Optional<Adapter> find(String name) {
        return current.get().find(name, events, clock, replays);
    }

    @Override
    public Set<String> names() {
        return current.get().names();
    }
}
