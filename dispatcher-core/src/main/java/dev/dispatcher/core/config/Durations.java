/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as options: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 7d}; a plain number means seconds. */
public final class Durations {

    static final String PATTERN = "^[0-9]+(ms|s|m|h|d)?$";

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)?");
    /** A hundred years: what a long holds in nanoseconds, with room to add to a time. */
    private static final Duration MOST = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException for anything else and for more than a hundred years; the message does not hold the
     *     text
     */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        long most = switch (unit) {
            case "ms" -> MOST.toMillis();
            case "s" -> MOST.toSeconds();
            case "m" -> MOST.toMinutes();
            case "h" -> MOST.toHours();
            default -> MOST.toDays();
        };
        if (number > most) {
            throw new IllegalArgumentException("more than 36500d");
        }
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** As {@link #parse} reads it, in the largest unit that divides it; below a millisecond is cut off. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        String[] units = {"d", "h", "m", "s"};
        long[] factors = {86_400_000, 3_600_000, 60_000, 1000};
        for (int i = 0; i < units.length; i++) {
            if (millis > 0 && millis % factors[i] == 0) {
                return millis / factors[i] + units[i];
            }
        }
        return millis + "ms";
    }
}
