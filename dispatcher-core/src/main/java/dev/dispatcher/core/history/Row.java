/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.intake.Remembered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param told what became of it, as JSON
 * @param event its JSON, as it came
 */
record Row(
        Place place,
        String id,
        String kind,
        @Nullable String source,
        @Nullable String severity,
        String portal,
        String status,
        List<String> sinks,
        byte[] told,
        byte[] event) {

    static final int LONG = 300;
    static final int SHORT = 100;

    static Row of(Remembered remembered, byte[] told) {
        Event event = remembered.arrival().event();
        return new Row(
                Place.of(remembered),
                text(event.id(), LONG),
                text(event.kind(), LONG),
                cut(event.source().orElse(null), LONG),
                cut(event.severity().orElse(null), SHORT),
                text(remembered.arrival().portal(), LONG),
                remembered.status().word(),
                remembered.deliveries().stream()
                        .map(delivery -> text(delivery.sink(), LONG))
                        .distinct()
                        .toList(),
                told,
                event.json());
    }

    static String text(String value, int most) {
        String cut = cut(value, most);
        return cut == null ? "" : cut;
    }

    /** What a database takes as a text: no NUL, no half of a pair, not longer than its column. */
    static @Nullable String cut(@Nullable String value, int most) {
        if (value == null || (value.length() <= most && value.indexOf('\0') < 0)) {
            return value;
        }
        String clean = value.replace('\0', ' ');
        int end = Math.min(most, clean.length());
        return clean.substring(
                0, end < clean.length() && Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end);
    }

    int bytes() {
        return told.length + event.length;
    }
}
