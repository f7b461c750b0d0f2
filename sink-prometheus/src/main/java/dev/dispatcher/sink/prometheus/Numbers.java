/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers of events, and how they are written. */
final class Numbers {

    private static final double EXACT = 1e15;

    private Numbers() {}

    /** A number, a text that is one, or true and false as 1 and 0; empty for anything else and for what no double can hold. */
    static Optional<Double> read(@Nullable Object value) {
        double number;
        if (value instanceof Number given) {
            number = given.doubleValue();
        } else if (value instanceof Boolean given) {
            number = given ? 1 : 0;
        } else if (value instanceof String text && !text.isBlank() && text.length() < 100) {
            try {
                number = new BigDecimal(text.strip()).doubleValue();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        } else {
            return Optional.empty();
        }
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }

    static String write(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        return number == Math.rint(number) && Math.abs(number) < EXACT
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** A bucket's bound: always with a point, as OpenMetrics wants it. */
    static String bound(double bound) {
        return Double.isInfinite(bound) ? write(bound) : Double.toString(bound);
    }
}
