/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Masakari, which is written in Python, has them in its messages. */
final class Python {

    private static final int LONGEST = 2000;

    private Python() {}

    /** As {@code str()}. */
    static String text(@Nullable Object value) {
        return cut(value instanceof String text ? text : whole(value));
    }

    /** As {@code repr()}. */
    static String quoted(@Nullable Object value) {
        return cut(whole(value));
    }

    private static String whole(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> whole(entry.getKey()) + ": " + whole(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Python::whole).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String text) {
            char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
            StringBuilder quoted = new StringBuilder().append(quote);
            text.codePoints().forEach(c -> {
                switch (c) {
                    case '\n' -> quoted.append("\\n");
                    case '\r' -> quoted.append("\\r");
                    case '\t' -> quoted.append("\\t");
                    default -> {
                        if (c == '\\' || c == quote) {
                            quoted.append('\\').appendCodePoint(c);
                        } else if (Character.isISOControl(c)) {
                            quoted.append(String.format("\\x%02x", c));
                        } else {
                            quoted.appendCodePoint(c);
                        }
                    }
                }
            });
            return quoted.append(quote).toString();
        }
        return value.toString();
    }

    /** A refusal need not be as long as what it refuses. */
    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
