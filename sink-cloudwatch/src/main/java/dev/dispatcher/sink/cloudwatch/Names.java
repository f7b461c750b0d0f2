/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import java.util.Locale;

/**
 * Names as CloudWatch takes them. What a metric's name or a dimension cannot hold is written as a backslash, a u and four
 * hexadecimal digits, so that two different texts never become one series. All throw IllegalArgumentException with a sentence.
 */
final class Names {

    private static final int LONGEST = 255;
    private static final int LONGEST_VALUE = 1024;
    private static final int LONGEST_LOG_NAME = 512;
    private static final int SHOWN = 60;

    private Names() {}

    static String namespace(String text) {
        if (text.isEmpty()
                || text.length() > LONGEST
                || !text.matches("[A-Za-z0-9._/#: -]+")
                || text.isBlank()
                || text.startsWith(":")) {
            throw new IllegalArgumentException(
                    "namespace should be 1 to 255 letters, digits and . _ / # : - that do not begin"
                            + " with a colon, not '" + shown(text) + "'");
        }
        if (text.startsWith("AWS/")) {
            throw new IllegalArgumentException("namespace must not begin with AWS/, which is Amazon's own");
        }
        return text;
    }

    static String metric(String text) {
        return checked("the metric's name", ascii(text), LONGEST);
    }

    static String dimension(String text) {
        if (text.startsWith(":") || !ascii(text).equals(text)) {
            throw new IllegalArgumentException(
                    "a dimension's name is of ASCII letters and does not begin with a colon, unlike '" + shown(text)
                            + "'");
        }
        return checked("a dimension's name", text, LONGEST);
    }

    static String dimensionValue(String dimension, String text) {
        return checked("the dimension " + dimension, ascii(text), LONGEST_VALUE);
    }

    static String logGroup(String text) {
        if (!text.matches("[A-Za-z0-9._/#-]{1," + LONGEST_LOG_NAME + "}")) {
            throw new IllegalArgumentException(
                    "the log group's name should be 1 to 512 letters, digits and . _ / # -, not '" + shown(text) + "'");
        }
        return text;
    }

    static String logStream(String text) {
        String name = text.strip().replaceAll("[:*\\p{Cntrl}]", "_");
        return checked("the log stream's name", name, LONGEST_LOG_NAME);
    }

    private static String checked(String what, String text, int longest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.length() > longest) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, and may have " + longest + ": " + shown(text));
        }
        return text;
    }

    private static String ascii(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                if (out != null) {
                    out.append(c);
                }
            } else {
                if (out == null) {
                    out = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return out == null ? text : out.toString();
    }

    static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
    }
}
