/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the fallback sinks of a configuration: a delivery that nobody takes must come to rest. */
public final class Fallbacks {

    /**
     * Something wrong.
     *
     * @param sink whose {@code delivery.fallback} it is
     */
    public record Problem(String sink, String message) {}

    private Fallbacks() {}

    /** @param fallbacks the fallback of each sink there is */
    public static List<Problem> check(Map<String, Optional<String>> fallbacks) {
        List<Problem> problems = new ArrayList<>();
        fallbacks.forEach((sink, fallback) -> {
            if (fallback.isPresent() && !fallbacks.containsKey(fallback.get())) {
                problems.add(new Problem(sink, "expected the name of a sink, not '" + fallback.get() + "'"));
            } else if (fallback.isPresent()) {
                Set<String> way = new LinkedHashSet<>();
                Optional<String> next = Optional.of(sink);
                while (next.isPresent() && way.add(next.get())) {
                    next = fallbacks.getOrDefault(next.get(), Optional.empty());
                }
                if (next.isPresent() && next.get().equals(sink)) {
                    problems.add(new Problem(
                            sink, "leads back to where it began: " + String.join(" → ", way) + " → " + sink));
                }
            }
        });
        return problems;
    }
}
