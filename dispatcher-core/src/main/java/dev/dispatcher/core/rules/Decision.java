/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import java.util.List;

/**
 * Where an event goes. Immutable.
 *
 * @param targets one delivery each, in the order of the rules
 * @param merged copies that equal one already among the targets
 * @param hits the rules that matched, shadow ones included
 * @param withheld copies for disabled sinks, which get nothing
 * @param otherwise true when no live rule matched and {@code otherwise} said where to
 */
public record Decision(
        List<Target> targets, List<Merged> merged, List<RuleHit> hits, List<Target> withheld, boolean otherwise) {

    /** The name of what {@code otherwise} sends, where a rule's name stands else. */
    public static final String OTHERWISE = "otherwise";

    static final Decision NOTHING = new Decision(List.of(), List.of(), List.of(), List.of(), false);

    /** @param rule the name of the rule that sends it, or {@link #OTHERWISE} */
    public record Target(String sink, Event event, String rule) {}

    /**
     * @param rule the name of the rule whose copy was not needed
     * @param into the name of the rule that sends an equal one
     */
    public record Merged(String sink, String rule, String into) {}

    /** @param index as in {@link Ruleset#rules()} */
    public record RuleHit(int index, String rule, boolean shadow) {}

    /** True when no sink gets the event. */
    public boolean ignored() {
        return targets.isEmpty();
    }
}
