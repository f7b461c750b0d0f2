/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.intake.Remembered;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted, newest first; null for whatever it is.
 *
 * @param text is looked for in the event's JSON, whatever its case, within a window
 * @param since the first moment
 * @param until the moment after the last
 * @param after only what is older than this one
 */
public record Query(
        @Nullable String kind,
        @Nullable String severity,
        @Nullable String source,
        @Nullable String status,
        @Nullable String portal,
        @Nullable String sink,
        @Nullable String text,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Place after) {

    /** Whether one in memory is wanted. */
    public boolean wants(Remembered remembered) {
        Event event = remembered.arrival().event();
        Instant at = remembered.arrival().at();
        return is(kind, event.kind())
                && is(severity, event.severity().orElse(null))
                && is(source, event.source().orElse(null))
                && is(portal, remembered.arrival().portal())
                && (since == null || !at.isBefore(since))
                && (until == null || at.isBefore(until))
                && (after == null || Place.of(remembered).compareTo(after) < 0)
                && is(status, remembered.status().word())
                && (sink == null
                        || remembered.deliveries().stream()
                                .anyMatch(delivery -> delivery.sink().equals(sink)))
                && says(event.json());
    }

    boolean says(byte[] json) {
        return text == null
                || new String(json, StandardCharsets.UTF_8)
                        .toLowerCase(Locale.ROOT)
                        .contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean is(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }

    /**
     * Leaves out what of this process is in memory.
     *
     * @param from the first moment of which memory has everything
     */
    static String notInMemory(String prefix, long from, List<Object> values) {
        values.add(from);
        values.add(Place.FIRST_UID);
        values.add(Place.LAST_UID);
        return " and (" + prefix + "arrived < ? or " + prefix + "uid not between ? and ?)";
    }

    /** The conditions, each beginning with ' and ', and their values in order. */
    String where(List<Object> values) {
        StringBuilder where = new StringBuilder();
        add(where, values, "e.kind = ?", Row.cut(kind, Row.LONG));
        add(where, values, "e.severity = ?", Row.cut(severity, Row.SHORT));
        add(where, values, "e.source = ?", Row.cut(source, Row.LONG));
        add(where, values, "e.status = ?", status);
        add(where, values, "e.portal = ?", Row.cut(portal, Row.LONG));
        String prefix = sink == null ? "e." : "s.";
        add(where, values, "s.sink = ?", Row.cut(sink, Row.LONG));
        add(where, values, prefix + "arrived >= ?", since == null ? null : Place.micros(since));
        add(where, values, prefix + "arrived < ?", until == null ? null : Place.micros(until));
        if (after != null) {
            // the first condition is what an index can begin with on every database
            where.append(" and ")
                    .append(prefix)
                    .append("arrived <= ? and (")
                    .append(prefix)
                    .append("arrived < ? or ")
                    .append(prefix)
                    .append("uid < ?)");
            values.addAll(new ArrayList<>(List.of(after.micros(), after.micros(), after.uid())));
        }
        return where.toString();
    }

    private static void add(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            values.add(value);
        }
    }
}
