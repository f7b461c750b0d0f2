/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.builtin;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.logging.LogText;
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

    /** One event is one line, whatever its sender wrote; the id is last, so that nothing can pass for it. */
    private static String text(Event event) {
        StringBuilder line = new StringBuilder(160);
        line.append(event.timestamp()).append(' ');
        line.append(String.format(
                Locale.ROOT,
                "%-8s",
                LogText.oneLine(event.severity().orElse("-")).toUpperCase(Locale.ROOT)));
        line.append(' ').append(LogText.oneLine(event.kind())).append("  ").append(LogText.oneLine(event.message()));
        event.fields().forEach((name, value) -> {
            if (!ELSEWHERE.contains(name)) {
                line.append(' ').append(LogText.oneLine(name)).append('=').append(value(value));
            }
        });
        return line.append(" id=").append(value(event.id())).toString();
    }

    private static String value(Object value) {
        String text = LogText.oneLine(String.valueOf(value));
        return value instanceof String && (text.isEmpty() || text.indexOf(' ') >= 0 || text.indexOf('"') >= 0)
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : text;
    }
}
