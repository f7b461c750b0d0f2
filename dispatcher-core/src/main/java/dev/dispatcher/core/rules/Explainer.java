/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Explanation.Asked;
import dev.dispatcher.core.rules.Explanation.Change;
import dev.dispatcher.core.rules.Explanation.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Walks an event through the rules and writes down each step. */
final class Explainer {

    private Explainer() {}

    static Explanation explain(Ruleset ruleset, Event event, Instant now) {
        int[] candidates = ruleset.candidates(event);
        Walk walk = ruleset.walk(event);
        List<Asked> asked = new ArrayList<>();
        String stoppedBy = null;
        for (Rule rule : ruleset.rules()) {
            if (stoppedBy != null || !rule.enabled()) {
                asked.add(unasked(rule, rule.enabled() ? Outcome.NOT_REACHED : Outcome.DISABLED));
                continue;
            }
            boolean skipped = Arrays.binarySearch(candidates, rule.index()) < 0;
            Explanation.Failure failure = rule.when().failure(event);
            if (skipped || failure != null) {
                asked.add(new Asked(
                        rule.index(), rule.name(), rule.at(), Outcome.FAILED, skipped, failure, List.of(), List.of()));
                continue;
            }
            Outcome outcome = rule.shadow() ? Outcome.SHADOW : Outcome.MATCHED;
            List<Change> changes = changes(event, rule.changes().apply(event));
            asked.add(new Asked(rule.index(), rule.name(), rule.at(), outcome, false, null, changes, rule.sinks()));
            if (walk.apply(rule)) {
                stoppedBy = rule.name();
            }
        }
        return new Explanation(event, now, List.copyOf(asked), walk.end(), stoppedBy);
    }

    private static Asked unasked(Rule rule, Outcome outcome) {
        return new Asked(rule.index(), rule.name(), rule.at(), outcome, false, null, List.of(), List.of());
    }

    private static List<Change> changes(Event before, Event after) {
        Set<String> names = new LinkedHashSet<>(before.fields().keySet());
        names.addAll(after.fields().keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            boolean same = before.has(name) == after.has(name) && Numbers.same(before.get(name), after.get(name));
            if (!same) {
                changes.add(new Change(name, Shown.field(before, name), Shown.field(after, name)));
            }
        }
        return changes;
    }
}
