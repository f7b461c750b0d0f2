/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What other rules would do with events that present ones decided about: counted, with some examples. One thread. */
public final class Difference {

    private static final int EXAMPLES = 5;

    /** What happens at one sink. */
    private static final class Counts {
        long before;
        long after;
        long more;
        long fewer;
        long changed;
        final List<Object> examples = new ArrayList<>();
    }

    private final Ruleset present;
    private final Ruleset other;
    private final Map<String, Counts> sinks = new TreeMap<>();
    private final List<Object> unmatchedExamples = new ArrayList<>();
    private long events;
    private long different;
    private long unmatched;
    private long matched;

    public Difference(Ruleset present, Ruleset other) {
        this.present = present;
        this.other = other;
    }

    /** @param at the event's own clock: when it arrived */
    public void add(Event event, Instant at) {
        Decision was = present.decide(event, at);
        Decision is = other.decide(event, at);
        Map<String, List<Target>> before = bySink(was);
        Map<String, List<Target>> after = bySink(is);
        events++;
        boolean same = true;
        for (Map.Entry<String, List<Target>> each : before.entrySet()) {
            same &= sink(each.getKey(), each.getValue(), after.getOrDefault(each.getKey(), List.of()), event);
        }
        for (Map.Entry<String, List<Target>> each : after.entrySet()) {
            if (!before.containsKey(each.getKey())) {
                same &= sink(each.getKey(), List.of(), each.getValue(), event);
            }
        }
        different += same ? 0 : 1;
        if (is.ignored() && !was.ignored()) {
            unmatched++;
            example(unmatchedExamples, event, "unmatched", was.targets());
        } else if (was.ignored() && !is.ignored()) {
            matched++;
        }
    }

    private static Map<String, List<Target>> bySink(Decision decision) {
        Map<String, List<Target>> all = new LinkedHashMap<>();
        decision.targets()
                .forEach(target -> all.computeIfAbsent(target.sink(), sink -> new ArrayList<>())
                        .add(target));
        return all;
    }

    private boolean sink(String name, List<Target> before, List<Target> after, Event event) {
        Counts counts = sinks.computeIfAbsent(name, sink -> new Counts());
        counts.before += before.size();
        counts.after += after.size();
        int more = after.size() - before.size();
        if (more > 0) {
            counts.more += more;
            example(counts.examples, event, "+" + more, after);
        } else if (more < 0) {
            counts.fewer -= more;
            example(counts.examples, event, String.valueOf(more), before);
        } else if (!copies(before).equals(copies(after))) {
            counts.changed++;
            example(counts.examples, event, "changed", after);
        } else {
            return true;
        }
        return false;
    }

    private static List<Event> copies(List<Target> targets) {
        return targets.stream().map(Target::event).toList();
    }

    private static void example(List<Object> examples, Event event, String change, List<Target> targets) {
        if (examples.size() < EXAMPLES) {
            Map<String, Object> example = new LinkedHashMap<>();
            example.put("id", event.id());
            example.put("kind", event.kind());
            example.put("change", change);
            example.put("rules", targets.stream().map(Target::rule).distinct().toList());
            examples.add(example);
        }
    }

    /** For JSON; sinks at which nothing is different have no examples. */
    public Map<String, Object> toMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("text", toString());
        all.put("events", events);
        all.put("different", different);
        all.put("now_unmatched", unmatched);
        all.put("now_matched", matched);
        all.put("unmatched_examples", unmatchedExamples);
        Map<String, Object> bySink = new LinkedHashMap<>();
        sinks.forEach((name, counts) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("before", counts.before);
            one.put("after", counts.after);
            one.put("more", counts.more);
            one.put("fewer", counts.fewer);
            one.put("changed", counts.changed);
            one.put("examples", counts.examples);
            bySink.put(name, one);
        });
        all.put("sinks", bySink);
        return all;
    }

    /** One line: {@code +12 to slack-db, -3 from pager, 41 now unmatched}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        sinks.forEach((name, counts) -> {
            part(parts, counts.more, "+" + counts.more + " to " + name);
            part(parts, counts.fewer, "-" + counts.fewer + " from " + name);
            part(parts, counts.changed, counts.changed + " changed for " + name);
        });
        part(parts, unmatched, unmatched + " now unmatched");
        part(parts, matched, matched + " now matched");
        return parts.isEmpty() ? "no difference" : String.join(", ", parts);
    }

    private static void part(List<String> parts, long count, String text) {
        if (count > 0) {
            parts.add(text);
        }
    }
}
