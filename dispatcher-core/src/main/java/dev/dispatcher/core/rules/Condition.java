/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Explanation.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event must be like for a rule to apply. Immutable. */
sealed interface Condition {

    boolean matches(Event event);

    /** Why it does not match; null when it does. */
    @Nullable
    Failure failure(Event event);

    int cost();

    /** One field; {@code absent} is what a missing field gives. */
    record Field(String path, String name, Matcher matcher, boolean absent) implements Condition {
        @Override
        public boolean matches(Event event) {
            Object value = event.get(name);
            return (value != null || event.has(name)) ? matcher.matches(value) : absent;
        }

        @Override
        public @Nullable Failure failure(Event event) {
            if (matches(event)) {
                return null;
            }
            String gaveUp = matcher.givesUp(event.get(name)) ? ", on which the pattern gave up" : "";
            return new Failure(path, matcher.expected(), Shown.field(event, name) + gaveUp);
        }

        @Override
        public int cost() {
            return matcher.cost();
        }
    }

    /** {@code exists: false}. */
    record Missing(String path, String name) implements Condition {
        @Override
        public boolean matches(Event event) {
            return !event.has(name);
        }

        @Override
        public @Nullable Failure failure(Event event) {
            return matches(event) ? null : new Failure(path, "exists false", Shown.field(event, name));
        }

        @Override
        public int cost() {
            return 0;
        }
    }

    /** Every one; an empty list matches every event. */
    record All(List<Condition> items) implements Condition {
        @Override
        @SuppressWarnings("ForLoopReplaceableByForEach") // the hot path: no iterator
        public boolean matches(Event event) {
            for (int i = 0; i < items.size(); i++) {
                if (!items.get(i).matches(event)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public @Nullable Failure failure(Event event) {
            for (Condition item : items) {
                Failure failure = item.failure(event);
                if (failure != null) {
                    return failure;
                }
            }
            return null;
        }

        @Override
        public int cost() {
            return items.stream().mapToInt(Condition::cost).sum();
        }
    }

    /** At least one. */
    record Any(String path, List<Condition> items) implements Condition {
        @Override
        public boolean matches(Event event) {
            for (Condition item : items) {
                if (item.matches(event)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public @Nullable Failure failure(Event event) {
            if (matches(event)) {
                return null;
            }
            Failure nearest = items.get(0).failure(event);
            String expected = nearest == null ? "" : ", such as " + nearest.path() + ": " + nearest.expected();
            return new Failure(
                    path, "one of " + items.size() + " alternatives" + expected, nearest == null ? "" : nearest.met());
        }

        @Override
        public int cost() {
            return items.stream().mapToInt(Condition::cost).sum();
        }
    }

    /** The opposite, also for an event that lacks the field. */
    record Not(String path, Condition inner) implements Condition {
        @Override
        public boolean matches(Event event) {
            return !inner.matches(event);
        }

        @Override
        public @Nullable Failure failure(Event event) {
            return matches(event)
                    ? null
                    : new Failure(path, "an event that its conditions do not match", "one they match");
        }

        @Override
        public int cost() {
            return inner.cost();
        }
    }
}
