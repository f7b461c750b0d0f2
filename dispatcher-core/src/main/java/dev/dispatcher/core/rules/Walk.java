/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.RuleHit;
import dev.dispatcher.core.rules.Decision.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event on its way through the rules. One thread. */
final class Walk {

    private final Event event;
    private final List<String> otherwise;
    private final Set<String> disabled;
    private final List<Target> targets = new ArrayList<>(4);
    private final List<Target> withheld = new ArrayList<>(0);
    private final List<Merged> merged = new ArrayList<>(0);
    private final List<RuleHit> hits = new ArrayList<>(4);
    private boolean live;

    Walk(Event event, List<String> otherwise, Set<String> disabled) {
        this.event = event;
        this.otherwise = otherwise;
        this.disabled = disabled;
    }

    /** For a rule that matches; true when no later rule is asked. */
    boolean apply(Rule rule) {
        hits.add(new RuleHit(rule.index(), rule.name(), rule.shadow()));
        if (rule.shadow()) {
            return false;
        }
        live = true;
        if (!rule.sinks().isEmpty()) {
            send(rule.sinks(), rule.changes().apply(event), rule.name());
        }
        return rule.stop();
    }

    private void send(List<String> sinks, Event copy, String rule) {
        for (String sink : sinks) {
            Target target = new Target(sink, copy, rule);
            List<Target> list = disabled.contains(sink) ? withheld : targets;
            Target same = same(list, target);
            if (same == null) {
                list.add(target);
            } else if (list == targets) {
                merged.add(new Merged(sink, rule, same.rule()));
            }
        }
    }

    private static @Nullable Target same(List<Target> targets, Target wanted) {
        for (Target target : targets) {
            if (target.sink().equals(wanted.sink()) && target.event().equals(wanted.event())) {
                return target;
            }
        }
        return null;
    }

    Decision end() {
        boolean nobody = !live && !otherwise.isEmpty();
        if (nobody) {
            send(otherwise, event, Decision.OTHERWISE);
        }
        if (targets.isEmpty() && hits.isEmpty() && withheld.isEmpty() && !nobody) {
            return Decision.NOTHING;
        }
        return new Decision(
                List.copyOf(targets), List.copyOf(merged), List.copyOf(hits), List.copyOf(withheld), nobody);
    }
}
