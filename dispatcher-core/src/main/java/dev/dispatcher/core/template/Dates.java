/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The filter {@code date}: ISO-8601 text, or seconds or milliseconds since 1970; anything else stays as it is. */
final class Dates {

    /** Larger numbers are milliseconds: as seconds this is the year 5138. */
    private static final long SECONDS = 100_000_000_000L;

    private Dates() {}

    static Object format(Object in, Map<String, Object> args) {
        Instant instant;
        try {
            instant = instant(in);
        } catch (DateTimeException e) {
            return in;
        }
        String format = Values.text(args.get("format"));
        String zone = Values.text(args.get("timeZone"));
        return DateTimeFormatter.ofPattern(format.isEmpty() ? "yyyy-MM-dd HH:mm:ss" : format, Locale.ROOT)
                .withZone(ZoneId.of(zone.isEmpty() ? "UTC" : zone))
                .format(instant);
    }

    private static Instant instant(Object in) {
        if (in instanceof Number number) {
            double value = number.doubleValue();
            return Instant.ofEpochMilli((long) (Math.abs(value) < SECONDS ? value * 1000 : value));
        }
        return OffsetDateTime.parse(Values.text(in)).toInstant();
    }
}
