/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.plugin.Origin;
import dev.dispatcher.core.plugin.PluginFacts;
import dev.dispatcher.core.plugin.PluginInfo;
import java.util.Locale;

/** How {@code dispatcher plugins} shows one plugin. */
final class PluginLines {

    private PluginLines() {}

    static String of(PluginInfo plugin) {
        PluginFacts facts = plugin.facts();
        StringBuilder lines = new StringBuilder(facts.name());
        lines.append(plugin.refused() ? "   REFUSED" : "");
        facts.version().ifPresent(version -> lines.append("   ").append(version));
        if (facts.origin() != Origin.BUILT_IN) {
            lines.append("   ").append(size(facts.size()));
            lines.append("   API ").append(facts.apiVersion().orElse("not said"));
            lines.append("   ").append(facts.origin() == Origin.OURS ? "comes with the dispatcher" : facts.location());
        }
        if (!plugin.portals().isEmpty()) {
            lines.append("\n  portals: ").append(String.join(", ", plugin.portals()));
        }
        if (!plugin.sinks().isEmpty()) {
            lines.append("\n  sinks: ").append(String.join(", ", plugin.sinks()));
        }
        plugin.problems().forEach(problem -> lines.append("\n  problem: ").append(problem));
        facts.notes().forEach(note -> lines.append("\n  note: ").append(note));
        return lines.toString();
    }

    private static String size(long bytes) {
        return bytes < 10_000
                ? bytes + " bytes"
                : bytes < 10_000_000 ? bytes / 1000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
