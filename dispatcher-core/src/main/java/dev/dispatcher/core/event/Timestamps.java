/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ISO-8601 points in time and writes them in UTC.
 *
 * <p>Canonical is {@code 2026-11-20T10:15:30Z} with no, or 1 to 9, digits of a second. Also read: offsets ({@code +02:00},
 * {@code +0200}, {@code +02}), a missing offset (taken as UTC), a space or {@code t} for {@code T}, a comma for the point,
 * no seconds, the basic form {@code 20261120T101530Z}. A date without a time is refused, and so are numbers: nobody can
 * tell seconds from milliseconds for sure.
 */
public final class Timestamps {

    private static final int LONGEST = 64;
    private static final Pattern LENIENT = Pattern.compile("(\\d{4})(-?)(\\d\\d)\\2(\\d\\d)[Tt ](\\d\\d)(:?)(\\d\\d)"
            + "(?:\\6(\\d\\d)(?:[.,](\\d{1,9})\\d*)?)? ?(?:([Zz])|([+-])(\\d\\d)(?::?(\\d\\d))?)?");

    private Timestamps() {}

    /** The canonical text; the given one itself when it is canonical already; null when it is no ISO-8601 date and time. */
    public static @Nullable String canonical(String text) {
        if (isCanonical(text)) {
            return text;
        }
        if (text.length() > LONGEST) {
            return null;
        }
        Matcher parts = LENIENT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            return at(parts).toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant at(Matcher parts) {
        String fraction = parts.group(9) == null ? "" : parts.group(9);
        LocalDateTime local = LocalDateTime.of(
                number(parts, 1),
                number(parts, 3),
                number(parts, 4),
                number(parts, 5),
                number(parts, 7),
                parts.group(8) == null ? 0 : number(parts, 8),
                Integer.parseInt((fraction + "000000000").substring(0, 9)));
        ZoneOffset offset = ZoneOffset.UTC;
        if (parts.group(11) != null) {
            int sign = parts.group(11).equals("-") ? -1 : 1;
            int minutes = parts.group(13) == null ? 0 : number(parts, 13);
            offset = ZoneOffset.ofHoursMinutes(sign * number(parts, 12), sign * minutes);
        }
        Instant at = local.toInstant(offset);
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9999) {
            throw new DateTimeException("the year has four digits");
        }
        return at;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static boolean isCanonical(String text) {
        int length = text.length();
        if (length < 20 || length > 30 || length == 21 || text.charAt(length - 1) != 'Z') {
            return false;
        }
        boolean punctuated = text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
        if (!punctuated || (length > 20 && text.charAt(19) != '.')) {
            return false;
        }
        for (int i = 20; i < length - 1; i++) {
            if (!digit(text, i)) {
                return false;
            }
        }
        int month = two(text, 5);
        int year = two(text, 0) * 100 + two(text, 2);
        int day = two(text, 8);
        return two(text, 0) >= 0
                && two(text, 2) >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= days(year, month)
                && within(two(text, 11), 23)
                && within(two(text, 14), 59)
                && within(two(text, 17), 59);
    }

    private static boolean within(int value, int most) {
        return value >= 0 && value <= most;
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Two digits; a negative number when they are none. */
    private static int two(String text, int at) {
        return digit(text, at) && digit(text, at + 1)
                ? (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0'
                : Integer.MIN_VALUE;
    }

    /** In UTC with milliseconds: the form in which arrival is noted. */
    public static String text(Instant at) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
        char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
        put(text, 3, utc.getYear());
        put(text, 6, utc.getMonthValue());
        put(text, 9, utc.getDayOfMonth());
        put(text, 12, utc.getHour());
        put(text, 15, utc.getMinute());
        put(text, 18, utc.getSecond());
        put(text, 22, at.getNano() / 1_000_000);
        return new String(text);
    }

    private static void put(char[] text, int last, int number) {
        int at = last;
        for (int rest = number; rest > 0; rest /= 10) {
            text[at--] = (char) ('0' + rest % 10);
        }
    }
}
