/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers of all types, compared by their value. */
final class Numbers {

    /** Longer texts are not read as numbers. */
    private static final int LONGEST = 1000;

    private Numbers() {}

    static int compare(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        return decimal(a).compareTo(decimal(b));
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return number instanceof Double fraction
                ? BigDecimal.valueOf(fraction)
                : BigDecimal.valueOf(number.longValue());
    }

    /** A number, or a text that is one; else null. */
    static @Nullable Number of(@Nullable Object value) {
        if (value instanceof Number number) {
            return number;
        }
        if (!(value instanceof String text) || text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        char first = text.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Equal in type and value, where all numbers are of one type. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return compare(x, y) == 0;
        }
        return a == null ? b == null : a.equals(b);
    }
}
