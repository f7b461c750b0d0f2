/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as an option: {@code 65536}, {@code 64KB} (of 1000), {@code 8MiB} (of 1024). For the host's options;
 * plugins do not see this type.
 */
public record ByteSize(long bytes) {

    static final String PATTERN = "^[0-9]+(([KMGkmg][Ii]?)?[Bb])?$";

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(?:(?:([KMG])(I?))?B)?");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size must not be negative");
        }
    }

    /**
     * Reads a size; the case does not matter.
     *
     * @throws IllegalArgumentException for anything else; the message does not hold the text
     */
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no size");
        }
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        long base = "I".equals(matcher.group(3)) ? 1024 : 1000;
        long factor = switch (unit) {
            case "K" -> base;
            case "M" -> base * base;
            case "G" -> base * base * base;
            default -> 1;
        };
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a size", e);
        }
    }

    /** As {@link #parse} reads it, in the largest unit that divides it. */
    @Override
    public String toString() {
        String[] units = {"GiB", "MiB", "KiB", "GB", "MB", "KB"};
        long[] factors = {1L << 30, 1L << 20, 1L << 10, 1_000_000_000, 1_000_000, 1000};
        for (int i = 0; i < units.length; i++) {
            if (bytes > 0 && bytes % factors[i] == 0) {
                return bytes / factors[i] + units[i];
            }
        }
        return Long.toString(bytes);
    }
}
