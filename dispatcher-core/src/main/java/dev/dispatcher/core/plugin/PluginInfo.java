/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.util.List;

/**
 * One plugin as it stands in a {@link Catalog}.
 *
 * @param sinks types that can be used, sorted
 * @param portals types that can be used, sorted
 * @param problems why it, or some of it, cannot be used; empty when all is well
 */
public record PluginInfo(PluginFacts facts, List<String> sinks, List<String> portals, List<String> problems) {

    /** True when nothing of it can be used. */
    public boolean refused() {
        return sinks.isEmpty() && portals.isEmpty();
    }
}
