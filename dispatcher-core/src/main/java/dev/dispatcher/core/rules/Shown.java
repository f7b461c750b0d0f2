/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import org.jspecify.annotations.Nullable;

/** Values as people see them: shortened, on one line, texts in quotes. */
final class Shown {

    private static final int LONGEST = 120;

    private Shown() {}

    static String field(Event event, String field) {
        return event.has(field) ? value(event.get(field)) : "missing";
    }

    static String value(@Nullable Object value) {
        return value instanceof String text ? '"' + plain(text) + '"' : plain(String.valueOf(value));
    }

    /** Without control characters, which could drive a terminal, and without those that turn the direction of text. */
    static String plain(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder out = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean hidden = Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || c == '\u2028'
                    || c == '\u2029';
            out.append(hidden ? ' ' : c);
        }
        return end < text.length() ? out.append('…').toString() : out.toString();
    }
}
