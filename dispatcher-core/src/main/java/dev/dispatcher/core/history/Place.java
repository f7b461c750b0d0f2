/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.core.intake.Remembered;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands among all: by when it arrived, then by a number that no other event has, also not one of another
 * process that shares the store. {@link #toString} is the cursor that the API gives away.
 *
 * @param micros since 1970
 */
public record Place(long micros, long uid) implements Comparable<Place> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-([0-9a-f]{1,16})");
    private static final long MOST_SECONDS = 1_000_000_000_000L;
    private static final int KEY_BITS = 40;
    private static final long KEY = (1L << KEY_BITS) - 1;
    /** Of this process. */
    private static final long PROCESS = ThreadLocalRandom.current().nextLong(1L << (62 - KEY_BITS)) << KEY_BITS;

    static final long FIRST_UID = PROCESS;
    static final long LAST_UID = PROCESS | KEY;

    static Place of(Remembered event) {
        return new Place(
                micros(event.arrival().at()), PROCESS | (event.arrival().key() & KEY));
    }

    /** When it arrived, to the microsecond. */
    public Instant at() {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    }

    static long micros(Instant at) {
        // far enough for whoever asks until the year 9999
        long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, at.getEpochSecond()));
        return seconds * 1_000_000 + at.getNano() / 1000;
    }

    /** @throws IllegalArgumentException when it is no cursor */
    public static Place read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("after should be what an answer had as 'next'");
        }
        try {
            return new Place(Long.parseLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("after should be what an answer had as 'next'", e);
        }
    }

    @Override
    public int compareTo(Place other) {
        int by = Long.compare(micros, other.micros);
        return by != 0 ? by : Long.compare(uid, other.uid);
    }

    @Override
    public String toString() {
        return micros + "-" + Long.toHexString(uid);
    }
}
