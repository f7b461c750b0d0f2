/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.metrics.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A pattern for the whole text: {@code *}, {@code ?}, {@code [abc]}, {@code [a-z]}, {@code [!a]}, and a backslash before any of them. */
final class Glob implements Predicate<String> {

    private static final int MATCH = 1;
    private static final int NO_MATCH = 0;
    private static final int GAVE_UP = -1;

    private static final int LONGEST = 256;

    /** One character of the text: anything, one of a set, or (set null) a star. */
    private record Unit(@Nullable String set, boolean negated) {
        boolean star() {
            return set == null;
        }

        boolean takes(char c) {
            if (set == null) {
                return true;
            }
            boolean in = set.isEmpty();
            for (int i = 0; i < set.length(); i += 2) {
                in |= set.charAt(i) <= c && c <= set.charAt(i + 1);
            }
            return in != negated;
        }
    }

    private final List<Unit> units = new ArrayList<>();

    /** @throws IllegalArgumentException when a bracket is not closed */
    Glob(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("expected a glob of at most " + LONGEST + " characters");
        }
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                if (units.isEmpty() || !units.get(units.size() - 1).star()) {
                    units.add(new Unit(null, false));
                }
            } else if (c == '?') {
                units.add(new Unit("", false));
            } else if (c == '[') {
                int end = pattern.indexOf(']', i + 2);
                if (end < 0) {
                    throw new IllegalArgumentException("expected a glob in which '[' is closed");
                }
                units.add(set(pattern.substring(i + 1, end)));
                i = end;
            } else {
                char plain = c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c;
                units.add(new Unit("" + plain + plain, false));
            }
        }
    }

    private static Unit set(String inside) {
        boolean negated = inside.length() > 1 && (inside.charAt(0) == '!' || inside.charAt(0) == '^');
        StringBuilder ranges = new StringBuilder();
        for (int i = negated ? 1 : 0; i < inside.length(); i++) {
            boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-';
            ranges.append(inside.charAt(i)).append(inside.charAt(range ? i + 2 : i));
            i += range ? 2 : 0;
        }
        return new Unit(ranges.toString(), negated);
    }

    @Override
    public boolean test(String text) {
        int answer = walk(text);
        if (answer == GAVE_UP) {
            Patterns.GAVE_UP.increment();
        }
        return answer == MATCH;
    }

    /** Whether it comes to its bound; not counted. */
    boolean givesUp(String text) {
        return walk(text) == GAVE_UP;
    }

    private int walk(String text) {
        int at = 0;
        int unit = 0;
        int star = -1;
        int resume = 0;
        int left = Regex.steps(text);
        while (at < text.length()) {
            if (--left < 0) {
                return GAVE_UP;
            }
            if (unit < units.size() && units.get(unit).star()) {
                star = unit++;
                resume = at;
            } else if (unit < units.size() && units.get(unit).takes(text.charAt(at))) {
                unit++;
                at++;
            } else if (star >= 0) {
                unit = star + 1;
                at = ++resume;
            } else {
                return NO_MATCH;
            }
        }
        while (unit < units.size() && units.get(unit).star()) {
            unit++;
        }
        return unit == units.size() ? MATCH : NO_MATCH;
    }
}
