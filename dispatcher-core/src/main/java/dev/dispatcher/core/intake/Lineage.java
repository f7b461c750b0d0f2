/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Decision.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rules about what sinks report. Their copies keep what says where they come from, whatever rules do to it; and
 * what is beyond the hop limit goes nowhere.
 */
public record Lineage(Router rules) implements Router {

    /** The limit that stopped an event; a field of those that were stopped. */
    public static final String HOP_LIMIT = "hop_limit";

    private static final Decision NOTHING = new Decision(List.of(), List.of(), List.of(), List.of(), false);

    /**
     * The fields of a report.
     *
     * @param limit how many hops an event may have
     */
    public static Map<String, @Nullable Object> fields(Event cause, Map<String, ?> fields, int limit) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(fields);
        all.remove(HOP_LIMIT);
        all.put(Event.CAUSED_BY, cause.id());
        long hops = hops(cause) + 1;
        all.put(Event.HOPS, hops);
        if (hops > limit) {
            all.put(HOP_LIMIT, limit);
        }
        return all;
    }

    /** 0 for one from outside, which may use the name for something else. */
    static long hops(Event event) {
        boolean reported = event.get(Event.CAUSED_BY) != null;
        return reported && event.get(Event.HOPS) instanceof Long hops && hops > 0 && hops < Long.MAX_VALUE ? hops : 0;
    }

    @Override
    public Decision decide(Event event, Instant now) {
        if (event.has(HOP_LIMIT)) {
            return NOTHING;
        }
        Decision decision = rules.decide(event, now);
        List<Target> targets = decision.targets().stream()
                .map(target -> new Target(target.sink(), kept(event, target.event()), target.rule()))
                .toList();
        return new Decision(targets, decision.merged(), decision.hits(), decision.withheld(), decision.otherwise());
    }

    private static Event kept(Event event, Event copy) {
        Event kept = copy;
        for (String field : new String[] {Event.CAUSED_BY, Event.HOPS}) {
            Object value = event.get(field);
            kept = java.util.Objects.equals(value, kept.get(field)) ? kept : kept.with(field, value);
        }
        return kept;
    }
}
