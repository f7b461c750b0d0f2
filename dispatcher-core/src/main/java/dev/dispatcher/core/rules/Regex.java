/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.metrics.Patterns;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of the JDK that gives up after a number of steps: JDK patterns are many times faster than those of
 * a linear-time engine, and without a bound some of them take for ever on some texts. Giving up means no match.
 */
final class Regex implements Predicate<String> {

    /**
     * Characters looked at, at most: so many for any text, and so many more for each of its characters. A body of the
     * largest size costs a fraction of a second at worst, however many events it holds.
     */
    static final int STEPS = 10_000;

    static final int STEPS_PER_CHARACTER = 200;

    private static final int LONGEST = 1000;

    private final Pattern pattern;
    private final @Nullable String literal;

    private Regex(Pattern pattern, @Nullable String literal) {
        this.pattern = pattern;
        this.literal = literal;
    }

    /** @throws IllegalArgumentException when it is none, with the reason */
    static Regex of(String source) {
        if (source.length() > LONGEST) {
            throw new IllegalArgumentException("expected a regular expression of at most " + LONGEST + " characters");
        }
        try {
            Pattern.compile(source);
            return new Regex(Pattern.compile(trimmed(source)), Literals.required(source));
        } catch (PatternSyntaxException e) {
            String where = e.getIndex() >= 0 ? " near character " + (e.getIndex() + 1) : "";
            throw new IllegalArgumentException("expected a regular expression (" + e.getDescription() + where + ")");
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("expected a regular expression that is not nested so deeply");
        }
    }

    /** Finding {@code .*x.*} is finding {@code x}, only that it takes quadratic time. */
    private static String trimmed(String source) {
        String rest = source;
        if (rest.startsWith(".*") && (rest.length() == 2 || "?+{*".indexOf(rest.charAt(2)) < 0)) {
            rest = rest.substring(2);
        }
        if (rest.endsWith(".*") && (rest.length() == 2 || "\\[^".indexOf(rest.charAt(rest.length() - 3)) < 0)) {
            rest = rest.substring(0, rest.length() - 2);
        }
        try {
            Pattern.compile(rest);
            return rest.contains("[") || rest.contains("\\Q") || rest.contains("(?") ? source : rest;
        } catch (PatternSyntaxException e) {
            return source;
        }
    }

    @Override
    public boolean test(String text) {
        try {
            return found(text);
        } catch (GivenUp | StackOverflowError e) {
            Patterns.GAVE_UP.increment();
            return false;
        }
    }

    /** Whether it comes to its bound; not counted. */
    boolean givesUp(String text) {
        try {
            found(text);
            return false;
        } catch (GivenUp | StackOverflowError e) {
            return true;
        }
    }

    private boolean found(String text) {
        return (literal == null || text.contains(literal))
                && pattern.matcher(new Counted(text, 0, text.length(), new int[] {steps(text)}))
                        .find();
    }

    static int steps(String text) {
        return (int) Math.min(Integer.MAX_VALUE, STEPS + (long) STEPS_PER_CHARACTER * text.length());
    }

    @SuppressWarnings("serial")
    private static final class GivenUp extends RuntimeException {
        GivenUp() {
            super("too many steps", null, false, false);
        }
    }

    private record Counted(String text, int from, int to, int[] left) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new GivenUp();
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, from + start, from + end, left);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
