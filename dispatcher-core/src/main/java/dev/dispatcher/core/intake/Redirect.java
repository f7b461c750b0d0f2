/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the rules, and sends whatever they send to one sink. Equal copies become one there, as they do for any sink that is
 * reached twice.
 */
public record Redirect(Router rules, String sink) implements Router {

    @Override
    public Decision decide(Event event, Instant now) {
        Decision decision = rules.decide(event, now);
        if (decision.targets().isEmpty()) {
            return decision;
        }
        List<Target> targets = new ArrayList<>();
        List<Merged> merged = new ArrayList<>();
        decision.merged().forEach(copy -> merged.add(new Merged(sink, copy.rule(), copy.into())));
        for (Target target : decision.targets()) {
            Target equal = find(targets, target.event());
            if (equal == null) {
                targets.add(new Target(sink, target.event(), target.rule()));
            } else {
                merged.add(new Merged(sink, target.rule(), equal.rule()));
            }
        }
        return new Decision(targets, merged, decision.hits(), decision.withheld(), decision.otherwise());
    }

    private static @org.jspecify.annotations.Nullable Target find(List<Target> targets, Event event) {
        for (Target target : targets) {
            if (target.event().equals(event)) {
                return target;
            }
        }
        return null;
    }
}
