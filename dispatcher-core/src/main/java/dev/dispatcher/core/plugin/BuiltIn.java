/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.util.List;

/** Factories of the host itself. */
public record BuiltIn(List<SinkFactory<?>> sinks, List<PortalFactory<?>> portals) {

    public static final BuiltIn NONE = new BuiltIn(List.of(), List.of());

    public BuiltIn {
        sinks = List.copyOf(sinks);
        portals = List.copyOf(portals);
    }
}
