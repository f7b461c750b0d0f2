/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the canonical JSON of a flat event. */
final class EventJson {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private EventJson() {}

    static byte[] write(Map<String, @Nullable Object> fields) {
        StringBuilder out = new StringBuilder(fields.size() * 32);
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(out, field.getKey());
            out.append(':');
            if (field.getValue() instanceof String text) {
                string(out, text);
            } else {
                // numbers print as JSON: the host takes no NaN and no infinity
                out.append(field.getValue());
            }
        }
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && c < '\u2028') {
                continue;
            }
            if (c > '\u2029' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, done, i);
            done = i + 1;
            escape(out, c);
        }
        out.append(text, done, text.length()).append('"');
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            // a lone surrogate has no UTF-8; line separators would break lines for some readers
            default ->
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }
}
