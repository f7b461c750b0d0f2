/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.logging.LogText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One accepted event as one line, whatever its sender wrote. */
final class TapLine {

    private TapLine() {}

    /** @param data an event as {@code GET /api/events} lists it */
    static String of(Map<?, ?> data) {
        Map<?, ?> event = data.get("event") instanceof Map<?, ?> fields ? fields : Map.of();
        String severity = event.get(Event.SEVERITY) instanceof String text ? text : "-";
        return String.format(
                Locale.ROOT,
                "%s %-8s %s  %s → %s id=%s",
                word(data.get("arrived")),
                LogText.oneLine(severity).toUpperCase(Locale.ROOT),
                word(data.get("kind")),
                word(event.get(Event.MESSAGE)),
                sinks(data),
                word(data.get("id")));
    }

    private static String sinks(Map<?, ?> data) {
        if (Boolean.TRUE.equals(data.get("duplicate"))) {
            return "nobody (a duplicate)";
        }
        String sinks = data.get("deliveries") instanceof List<?> deliveries
                ? deliveries.stream()
                        .map(delivery -> delivery instanceof Map<?, ?> map ? word(map.get("sink")) : "")
                        .distinct()
                        .collect(Collectors.joining(", "))
                : "";
        return sinks.isEmpty() ? "nobody" : sinks;
    }

    private static String word(@Nullable Object value) {
        return LogText.oneLine(String.valueOf(value));
    }
}
