/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids: UUIDs of version 7 as text. Within one process each is greater than the one before, also when the clock goes
 * back; between processes they are in the order of their clocks. Any number of threads; does not wait.
 */
public final class Ids {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Clock clock;
    private final long seed = new SecureRandom().nextLong();
    /** Milliseconds in the upper 48 bits of 60, a counter in the lower 12. A full counter runs into the next millisecond. */
    private final AtomicLong last = new AtomicLong();

    public Ids(Clock clock) {
        this.clock = clock;
    }

    public String next() {
        long now = clock.millis() << 12;
        long count = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (count >>> 12) << 16 | 0x7000 | (count & 0xFFF);
        long low = mix(count * GOLDEN + seed) >>> 2 | 0x8000_0000_0000_0000L;
        byte[] text = new byte[36];
        hex(text, 0, high, 60, 8);
        text[8] = '-';
        hex(text, 9, high, 28, 4);
        text[13] = '-';
        hex(text, 14, high, 12, 4);
        text[18] = '-';
        hex(text, 19, low, 60, 4);
        text[23] = '-';
        hex(text, 24, low, 44, 12);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(byte[] text, int at, long bits, int shift, int digits) {
        int left = shift;
        for (int i = at; i < at + digits; i++) {
            text[i] = HEX[(int) (bits >>> left) & 15];
            left -= 4;
        }
    }

    /** Spreads the counter over 64 bits, one to one (the finisher of SplittableRandom). */
    private static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
