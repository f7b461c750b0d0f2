/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** An argument in a TICKscript, already written so that it is one argument whatever it holds. */
final class Literal {

    private static final Pattern DURATION = Pattern.compile("[0-9]+(ms|[smhdw])");

    private final String text;

    private Literal(String text) {
        this.text = text;
    }

    /**
     * In quotes. Only {@code \'} is an escape there, so a text that ends with a backslash has no form in single ones: it gets
     * three, in which nothing is an escape.
     *
     * @throws IllegalArgumentException for a text that has no form at all
     */
    static Literal string(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a script cannot hold the character NUL");
        }
        if (!value.endsWith("\\")) {
            return new Literal("'" + value.replace("'", "\\'") + "'");
        }
        if (value.contains("'''")) {
            throw new IllegalArgumentException(
                    "a script cannot hold a text with three quotes that ends with a backslash");
        }
        return new Literal("'''" + value + "'''");
    }

    /** @throws IllegalArgumentException unless it is a whole number with a unit */
    static Literal duration(String value) {
        if (!DURATION.matcher(value).matches()) {
            throw new IllegalArgumentException("no duration");
        }
        return new Literal(value);
    }

    /** With a point, so that it is a float also when it is whole; comparing a float with an integer is another operation. */
    static String number(String value) {
        String plain = new BigDecimal(value).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /**
     * An expression.
     *
     * @param code written by the program, with no more of a user's in it than {@link #number}
     */
    static Literal lambda(String code) {
        return new Literal("lambda: " + code);
    }

    @Override
    public String toString() {
        return text;
    }
}
