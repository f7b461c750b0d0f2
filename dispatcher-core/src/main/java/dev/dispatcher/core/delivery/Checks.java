/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.time.Duration;
import java.util.Locale;

/** Refuses option values, in the words of the file. */
public final class Checks {

    /** Longer waits have no use, and their nanoseconds would not fit everywhere. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Checks() {}

    public static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is between " + least + " and " + most + ", not " + value);
        }
    }

    public static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is at least " + least + ", not " + value);
        }
    }

    public static void notNegative(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is between 0s and 3650d, not " + text(value));
        }
    }

    public static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is above 0s and at most 3650d, not " + text(value));
        }
    }

    public static void ordered(String name, Duration value, String lowerName, Duration lower) {
        positive(name, value);
        if (value.compareTo(lower) < 0) {
            throw new IllegalArgumentException(
                    name + " is at least " + lowerName + " (" + text(lower) + "), not " + text(value));
        }
    }

    /** As the user writes it, in one unit. */
    static String text(Duration value) {
        long millis = value.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 == 0 && millis != 0
                ? String.format(Locale.ROOT, "%dm", millis / 60_000)
                : millis / 1000 + "s";
    }
}
