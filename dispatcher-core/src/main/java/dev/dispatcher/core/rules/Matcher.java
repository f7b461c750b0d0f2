/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a field that is there must be like. Immutable. */
sealed interface Matcher {

    /** @param value null for a field that is there and null */
    boolean matches(@Nullable Object value);

    /** What was expected, as in {@code prefix "urn:"}. */
    String expected();

    /** Whether a pattern in it comes to its bound on this value, which counts as no match. */
    default boolean givesUp(@Nullable Object value) {
        return false;
    }

    /** Cheap ones are asked first. */
    default int cost() {
        return 1;
    }

    /** Equality in type and value; all numbers are of one type. */
    record Is(@Nullable Object value) implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            return Numbers.same(value, met);
        }

        @Override
        public String expected() {
            return Shown.value(value);
        }

        @Override
        public int cost() {
            return 0;
        }
    }

    /** An operator with its argument. */
    record Operator(String name, Object argument, int cost, java.util.function.Predicate<Object> test)
            implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            return met != null && test.test(met);
        }

        @Override
        public String expected() {
            return name + " " + Shown.value(argument);
        }

        @Override
        public boolean givesUp(@Nullable Object met) {
            return met != null
                    && switch (name) {
                        case "regex" -> Regex.of(argument.toString()).givesUp(met.toString());
                        case "glob" -> new Glob(argument.toString()).givesUp(met.toString());
                        default -> false;
                    };
        }
    }

    /** At least one of them. */
    record AnyOf(List<Matcher> items) implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            for (Matcher item : items) {
                if (item.matches(met)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String expected() {
            return "any of [" + Matcher.joined(items) + "]";
        }

        @Override
        public boolean givesUp(@Nullable Object met) {
            return items.stream().anyMatch(item -> item.givesUp(met));
        }

        @Override
        public int cost() {
            return items.stream().mapToInt(Matcher::cost).sum();
        }
    }

    /** All operators of one mapping. */
    record AllOf(List<Matcher> items) implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            for (Matcher item : items) {
                if (!item.matches(met)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String expected() {
            return Matcher.joined(items);
        }

        @Override
        public boolean givesUp(@Nullable Object met) {
            return items.stream().anyMatch(item -> item.givesUp(met));
        }

        @Override
        public int cost() {
            return items.stream().mapToInt(Matcher::cost).sum();
        }
    }

    /** There, but not like this. */
    record Unlike(Matcher inner) implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            return !inner.matches(met);
        }

        @Override
        public String expected() {
            return "not " + inner.expected();
        }

        @Override
        public boolean givesUp(@Nullable Object met) {
            return inner.givesUp(met);
        }

        @Override
        public int cost() {
            return inner.cost();
        }
    }

    /** {@code exists: true}: anything that is there. */
    record There() implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            return true;
        }

        @Override
        public String expected() {
            return "exists true";
        }

        @Override
        public int cost() {
            return 0;
        }
    }

    /** One whose argument was substituted: explanations do not show it. */
    record Hidden(Matcher inner) implements Matcher {
        @Override
        public boolean matches(@Nullable Object met) {
            return inner.matches(met);
        }

        @Override
        public String expected() {
            return "****";
        }

        @Override
        public boolean givesUp(@Nullable Object met) {
            return inner.givesUp(met);
        }

        @Override
        public int cost() {
            return inner.cost();
        }
    }

    private static String joined(List<Matcher> items) {
        return items.stream().map(Matcher::expected).collect(java.util.stream.Collectors.joining(", "));
    }
}
