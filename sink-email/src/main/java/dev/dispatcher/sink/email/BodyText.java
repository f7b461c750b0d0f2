/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a mail where the user wrote none, and what every text must be cleared of. */
final class BodyText {

    private static final Set<String> APART = Set.of(Event.MESSAGE, Event.VIEW_LINK, Event.ACK_LINK);

    private BodyText() {}

    static String of(List<Event> events) {
        StringBuilder out = new StringBuilder();
        for (Event event : events) {
            if (out.length() > 0) {
                out.append("\n--------------------------------------------------\n\n");
            }
            event(out, event);
        }
        return out.toString();
    }

    private static void event(StringBuilder out, Event event) {
        out.append(event.message()).append("\n\n");
        event.viewLink()
                .ifPresent(link -> out.append("Look at it:  ").append(link).append('\n'));
        event.ackLink()
                .ifPresent(link -> out.append("Acknowledge: ").append(link).append('\n'));
        if (event.viewLink().isPresent() || event.ackLink().isPresent()) {
            out.append('\n');
        }
        for (Map.Entry<String, @Nullable Object> field : event.fields().entrySet()) {
            if (!APART.contains(field.getKey()) && field.getValue() != null) {
                out.append(field.getKey()).append(": ").append(field.getValue()).append('\n');
            }
        }
    }

    /** Without control characters but line feeds and tabs, and without halves of characters. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        lines.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                out.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c);
            } else {
                out.append(' ');
            }
        });
        return out.toString();
    }
}
