/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.builtin;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a batch as lines, in one write. */
final class LogSink implements Sink {

    private static final Set<String> ELSEWHERE =
            Set.of(Event.TIMESTAMP, Event.SEVERITY, Event.KIND, Event.MESSAGE, Event.ID);

    private final OutputStream out;
    private final LogSinkFactory.Format format;

    LogSink(OutputStream out, LogSinkFactory.Format format) {
        this.out = out;
        this.format = format;
    }

    @Override
    public void deliver(List<Event> batch) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : batch) {
            lines.write(
                    format == LogSinkFactory.Format.JSON
                            ? event.json()
                            : text(event).getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
        }
        synchronized (out) {
            lines.writeTo(out);
            out.flush();
        }
    }

    private static String text(Event event) {
        StringBuilder line = new StringBuilder(160);
        line.append(event.timestamp()).append(' ');
        line.append(String.format(
                Locale.ROOT, "%-8s", clean(event.severity().orElse("-")).toUpperCase(Locale.ROOT)));
        line.append(' ').append(clean(event.kind())).append("  ").append(clean(event.message()));
        event.fields().forEach((name, value) -> {
            if (!ELSEWHERE.contains(name)) {
                line.append(' ').append(clean(name)).append('=').append(value(value));
            }
        });
        return line.append(" id=").append(clean(event.id())).toString();
    }

    private static String value(Object value) {
        String text = clean(String.valueOf(value));
        return value instanceof String && (text.isEmpty() || text.indexOf(' ') >= 0 || text.indexOf('"') >= 0)
                ? '"' + text.replace("\"", "\\\"") + '"'
                : text;
    }

    /** One event is one line, whatever its sender wrote: line breaks and terminal controls become visible. */
    private static String clean(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029';
            if (control && clean == null) {
                clean = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (clean != null) {
                clean.append(
                        control
                                ? (c == '\n' ? "\\n" : c == '\t' ? "\\t" : String.format("\\u%04x", (int) c))
                                : String.valueOf(c));
            }
        }
        return clean == null ? text : clean.toString();
    }
}
