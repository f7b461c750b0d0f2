/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.dispatcher.core.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes each logging event without the {@link Secrets}, on one line plus the indented lines of its stack trace, or as one
 * JSON object per line. Line ends and control characters in a message appear as escapes, so that nothing that came with an
 * event can pass for a line of its own.
 *
 * <p>Text: {@code 2026-11-20T14:00:03.250Z INFO  [ops-slack] message}. The word in brackets is the logger's name; for the
 * host's own loggers the package, such as {@code server}.
 */
public final class MaskingEncoder extends EncoderBase<ILoggingEvent> {

    private static final String HOST = "dev.dispatcher.core.";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JacksonJson json = new JacksonJson();
    private boolean lines;

    /** {@code text}, the default, or {@code json}. Set before {@code start}. */
    public void setFormat(String format) {
        lines = switch (format) {
            case "text" -> false;
            case "json" -> true;
            default -> throw new IllegalArgumentException("a log is text or json, not '" + format + "'");
        };
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return lines ? json(event) : text(event).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(event.getLevel());
        line.append(" ".repeat(Math.max(1, 6 - event.getLevel().toString().length())));
        line.append('[').append(LogText.clean(name(event))).append("] ").append(message(event));
        new TreeMap<>(event.getMDCPropertyMap())
                .forEach((key, value) -> line.append(' ')
                        .append(LogText.clean(key))
                        .append('=')
                        .append(LogText.clean(String.valueOf(value))));
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null
                ? line.toString()
                : line.append(StackTrace.of(thrown, "  ")).toString();
    }

    private byte[] json(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        line.put("level", event.getLevel().toString());
        line.put("logger", LogText.clean(name(event)));
        line.put("thread", LogText.clean(String.valueOf(event.getThreadName())));
        line.put("message", message(event));
        if (!event.getMDCPropertyMap().isEmpty()) {
            Map<String, Object> context = new LinkedHashMap<>();
            new TreeMap<>(event.getMDCPropertyMap())
                    .forEach((key, value) -> context.put(LogText.clean(key), LogText.clean(String.valueOf(value))));
            line.put("context", context);
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("exception", StackTrace.of(thrown, ""));
        }
        byte[] bytes = json.write(line);
        byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
        ended[bytes.length] = '\n';
        return ended;
    }

    private static String message(ILoggingEvent event) {
        return LogText.clean(String.valueOf(event.getFormattedMessage()));
    }

    private static String name(ILoggingEvent event) {
        String name = event.getLoggerName();
        if (!name.startsWith(HOST)) {
            return name;
        }
        int end = name.indexOf('.', HOST.length());
        return end < 0 ? "dispatcher" : name.substring(HOST.length(), end);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
