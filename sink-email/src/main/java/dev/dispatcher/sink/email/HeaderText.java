/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import java.util.Locale;
import java.util.Set;

/** What may stand in a header. */
final class HeaderText {

    private static final Set<String> OURS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "sender",
            "reply-to",
            "in-reply-to",
            "references",
            "mime-version",
            "auto-submitted",
            "return-path",
            "received");

    private HeaderText() {}

    /** @throws IllegalArgumentException when it is no name of a header, or of one that the sink writes itself */
    static void checked(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!name.matches("[A-Za-z][A-Za-z0-9-]{0,75}")) {
            throw new IllegalArgumentException("headers: '" + clean(name, 80) + "' is no name of a header");
        }
        if (OURS.contains(lower) || lower.startsWith("content-") || lower.startsWith("resent-")) {
            throw new IllegalArgumentException("headers: " + name + " is written by the sink itself");
        }
    }

    /** On one line, at most so many characters, and nothing that a terminal or mail program could take for a command. */
    static String clean(String text, int most) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), most));
        boolean space = true;
        int i = 0;
        while (i < text.length() && out.length() < most) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            if (Character.isWhitespace(c)
                    || Character.isISOControl(c)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                if (!space) {
                    out.append(' ');
                }
                space = true;
            } else if (type == Character.SURROGATE) {
                out.append('\ufffd');
                space = false;
            } else {
                out.appendCodePoint(c);
                space = false;
            }
        }
        String cleaned = out.toString().strip();
        return i < text.length() ? cleaned + "…" : cleaned;
    }
}
