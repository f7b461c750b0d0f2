/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in UTC, in microseconds since 1970. */
final class Times {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})"
            + "(?:[Tt ](\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,20}))?)?)?"
            + " ?(Z|z|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final DateTimeFormatter WITH_T = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter WITH_SPACE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** Reads ISO 8601 in its many forms; empty when it is none. */
    static Optional<Instant> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            String fraction = form.group(7) == null ? "" : form.group(7);
            LocalDateTime local = LocalDateTime.of(
                    number(form.group(1)),
                    number(form.group(2)),
                    number(form.group(3)),
                    number(form.group(4)),
                    number(form.group(5)),
                    number(form.group(6)),
                    number((fraction + "000000").substring(0, 6)) * 1000);
            ZoneOffset zone = form.group(8) == null
                    ? ZoneOffset.UTC
                    : ZoneOffset.of(form.group(8).toUpperCase(Locale.ROOT));
            return Optional.of(local.toInstant(zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static String withT(long micros) {
        return WITH_T.format(instant(micros));
    }

    static String withSpace(Instant instant) {
        return WITH_SPACE.format(instant);
    }
}
