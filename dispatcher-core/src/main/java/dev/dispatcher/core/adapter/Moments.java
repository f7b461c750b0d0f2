/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.core.event.Timestamps;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times that tools send: ISO-8601, the same with {@code UTC} at its end, and seconds, milliseconds, microseconds
 * or nanoseconds since 1970, told apart by their size.
 */
final class Moments {

    /** 2001 to 2286 in seconds; each finer unit has a thousand times as many. */
    private static final BigDecimal LEAST = BigDecimal.valueOf(1_000_000_000L);

    private static final BigDecimal MOST = BigDecimal.valueOf(10_000_000_000L);

    private Moments() {}

    /** The canonical text; null when it is no time, or the year 1 with which Go says that there is none. */
    static @Nullable String read(@Nullable Object value) {
        if (value instanceof Number number) {
            return sinceEpoch(new BigDecimal(number.toString()));
        }
        if (!(value instanceof String text) || text.isBlank() || text.length() > 64) {
            return null;
        }
        String trimmed = text.strip();
        if (trimmed.matches("\\d{10,19}(\\.\\d{1,9})?")) {
            return sinceEpoch(new BigDecimal(trimmed));
        }
        String iso = trimmed.endsWith(" UTC") ? trimmed.substring(0, trimmed.length() - 4) + "Z" : trimmed;
        String canonical = Timestamps.canonical(iso);
        return canonical == null || canonical.startsWith("0001-01-01T") ? null : canonical;
    }

    private static @Nullable String sinceEpoch(BigDecimal number) {
        if (number.precision() - number.scale() > 20 || number.scale() > 20) {
            return null;
        }
        BigDecimal seconds = number;
        for (int unit = 0; unit < 4; unit++) {
            if (seconds.compareTo(LEAST) >= 0 && seconds.compareTo(MOST) < 0) {
                try {
                    long whole = seconds.longValue();
                    long nanos = seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValue();
                    return Timestamps.canonical(
                            Instant.ofEpochSecond(whole, nanos).toString());
                } catch (DateTimeException e) {
                    return null;
                }
            }
            seconds = seconds.movePointLeft(3);
        }
        return null;
    }
}
