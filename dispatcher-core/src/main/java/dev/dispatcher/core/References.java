/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Suggestion;
import dev.dispatcher.core.delivery.Fallbacks;
import dev.dispatcher.core.rules.Ruleset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what names something else: fallbacks, and sinks that nothing names. */
final class References {

    static final String SEND_ALL_TO = "send-all-to";

    private References() {}

    /**
     * @param sinks all that could be bound, the disabled ones included
     * @param section where they stand
     */
    static void checkFallbacks(
            Map<String, SinkSpec> sinks,
            Set<String> off,
            @Nullable Node section,
            Mistakes mistakes,
            List<String> warnings) {
        Map<String, Optional<String>> fallbacks = new LinkedHashMap<>();
        if (section instanceof Node.Mapping all) {
            // one that could not be bound is there all the same: its own mistakes say enough
            all.entries().keySet().forEach(name -> fallbacks.put(name, Optional.empty()));
        }
        sinks.forEach((name, sink) -> fallbacks.put(name, sink.delivery().fallback()));
        for (Fallbacks.Problem problem : Fallbacks.check(fallbacks)) {
            Node at = fallback(section, problem.sink());
            if (at != null) {
                mistakes.add(at.at(), "sinks." + problem.sink() + ".delivery.fallback", problem.message());
            }
        }
        sinks.forEach((name, sink) -> sink.delivery()
                .fallback()
                .filter(off::contains)
                .filter(fallback -> !off.contains(name))
                .ifPresent(fallback -> warnings.add("sink " + name + " falls back to " + fallback
                        + ", which is off: what it gives up becomes dead letters")));
    }

    /** {@code send-all-to} names a sink that is there, and on. */
    static void checkSendAllTo(
            Settings settings, Set<String> names, Set<String> off, @Nullable Node main, Mistakes mistakes) {
        Optional<String> sink = settings.sendAllTo();
        Node at = main instanceof Node.Mapping mapping ? mapping.get(SEND_ALL_TO) : null;
        if (sink.isEmpty() || at == null) {
            return;
        }
        if (!names.contains(sink.get())) {
            String hint = Suggestion.of(sink.get(), names)
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("");
            mistakes.add(at.at(), SEND_ALL_TO, "expected the name of a sink" + hint);
        } else if (off.contains(sink.get())) {
            mistakes.add(at.at(), SEND_ALL_TO, "the sink is off");
        }
    }

    private static @Nullable Node fallback(@Nullable Node section, String sink) {
        return section instanceof Node.Mapping all
                        && all.get(sink) instanceof Node.Mapping one
                        && one.get(InstanceReader.DELIVERY) instanceof Node.Mapping delivery
                ? delivery.get("fallback")
                : null;
    }

    static void warnUnused(
            Map<String, SinkSpec> sinks,
            Map<String, PortalSpec> portals,
            Ruleset rules,
            Settings settings,
            List<String> warnings) {
        Set<String> used = new LinkedHashSet<>(rules.otherwise());
        rules.rules().forEach(rule -> used.addAll(rule.sinks()));
        sinks.values().forEach(sink -> sink.delivery().fallback().ifPresent(used::add));
        settings.sendAllTo().ifPresent(used::add);
        sinks.keySet().stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> warnings.add("no rule sends anything to sink " + name));
        if (portals.isEmpty()) {
            warnings.add("there is no portal: no event can come in");
        }
    }
}
