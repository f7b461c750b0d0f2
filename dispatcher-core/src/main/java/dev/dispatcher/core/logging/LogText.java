/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

/** Makes a text fit for one line of a log. */
public final class LogText {

    private LogText() {}

    /** Secrets masked; control characters, line ends and what changes the direction of writing shown as escapes. */
    static String clean(String text) {
        return oneLine(Secrets.mask(text));
    }

    /** Control characters, line ends and what changes the direction of writing shown as escapes. */
    public static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (harmful(text, i)) {
                return escaped(text, i);
            }
        }
        return text;
    }

    private static String escaped(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!harmful(text, i)) {
                out.append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean harmful(String text, int i) {
        char c = text.charAt(i);
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        if (Character.isSurrogate(c)) {
            return Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        // joiners are part of ordinary words and emoji
        if (c == '\u200c' || c == '\u200d') {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
