/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as CloudWatch takes them. */
final class Numbers {

    private static final double MOST = Math.pow(2, 360);
    private static final int LONGEST = 100;

    private Numbers() {}

    /** A text that is a number, or true and false as 1 and 0; empty for anything else, and beyond 2^360 either way. */
    static Optional<Double> read(String text) {
        String bare = text.strip();
        if (bare.equals("true") || bare.equals("false")) {
            return Optional.of(bare.equals("true") ? 1.0 : 0.0);
        }
        if (bare.isEmpty() || bare.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            double number = new BigDecimal(bare).doubleValue();
            return Math.abs(number) <= MOST ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
