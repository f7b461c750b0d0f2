/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the tests that stand beside the rules. Disabled sinks count as if they were there. */
public final class RuleTests {

    private RuleTests() {}

    /** Runs the tests of the ruleset's own files. */
    public static List<TestResult> run(Ruleset ruleset) {
        return run(ruleset, ruleset.tests());
    }

    public static List<TestResult> run(Ruleset ruleset, List<RuleTest> tests) {
        return tests.stream().map(test -> run(ruleset, test)).toList();
    }

    private static TestResult run(Ruleset ruleset, RuleTest test) {
        Decision decision = ruleset.decide(test.given(), test.clock());
        Map<String, List<Target>> actual = new LinkedHashMap<>();
        Stream.concat(decision.targets().stream(), decision.withheld().stream())
                .forEach(target -> actual.computeIfAbsent(target.sink(), sink -> new ArrayList<>())
                        .add(target));
        List<String> differences = new ArrayList<>();
        test.expect().forEach((sink, expected) -> compare(sink, expected, actual, differences));
        actual.forEach((sink, targets) -> {
            if (!test.expect().containsKey(sink)) {
                differences.add(sink + ": expected nothing, got " + events(targets.size()) + from(targets));
            }
        });
        return new TestResult(test, List.copyOf(differences));
    }

    private static void compare(
            String sink, RuleTest.Expected expected, Map<String, List<Target>> actual, List<String> differences) {
        List<Target> targets = actual.getOrDefault(sink, List.of());
        if (targets.size() != expected.count()) {
            differences.add(sink + ": expected " + events(expected.count()) + ", got " + events(targets.size())
                    + from(targets) + " (" + expected.at() + ")");
        }
        for (int i = 0; i < Math.min(expected.events().size(), targets.size()); i++) {
            Event event = targets.get(i).event();
            String place = sink + "[" + i + "].";
            expected.events().get(i).forEach((field, value) -> {
                if (!fits(event, field, value)) {
                    differences.add(
                            place + field + ": expected " + Shown.value(value) + ", got " + Shown.field(event, field));
                }
            });
        }
    }

    /** Null stands for a field that is null or missing. */
    private static boolean fits(Event event, String field, @Nullable Object value) {
        return Numbers.same(value, event.get(field));
    }

    private static String events(int count) {
        return count == 0 ? "no event" : count == 1 ? "1 event" : count + " events";
    }

    private static String from(List<Target> targets) {
        return targets.isEmpty()
                ? ""
                : " from " + targets.stream().map(Target::rule).distinct().toList();
    }
}
