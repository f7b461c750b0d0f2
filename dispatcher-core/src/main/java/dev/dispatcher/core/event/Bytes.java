/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Looks at raw JSON, eight bytes at a time. */
final class Bytes {

    /** Among the bytes is one below the space: in correct JSON a tab or line break between tokens. */
    static final int CONTROL = 1;
    /** Among them is a backslash: an escape in a text or name. */
    static final int ESCAPE = 2;
    /** Among them is one beyond ASCII. */
    static final int WIDE = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private Bytes() {}

    /** Which kinds of bytes there are, as a sum of the constants. */
    static int kinds(byte[] bytes, int from, int to) {
        // borrows between bytes can only blur which byte it was, not whether there was one
        long control = 0;
        long escape = 0;
        long wide = 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            long eight = (long) LONGS.get(bytes, i);
            long slash = eight ^ ONES * '\\';
            control |= (eight - ONES * ' ') & ~eight;
            escape |= (slash - ONES) & ~slash;
            wide |= eight;
        }
        for (; i < to; i++) {
            byte one = bytes[i];
            control |= one >= 0 && one < ' ' ? TOPS : 0;
            escape |= one == '\\' ? TOPS : 0;
            wide |= one;
        }
        return ((control & TOPS) != 0 ? CONTROL : 0)
                | ((escape & TOPS) != 0 ? ESCAPE : 0)
                | ((wide & TOPS) != 0 ? WIDE : 0);
    }

    /** Where the first byte is that makes this no UTF-8; -1 when it all is. */
    static int notUtf8(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            while (i <= to - 8 && ((long) LONGS.get(bytes, i) & TOPS) == 0) {
                i += 8;
            }
            if (i >= to) {
                break;
            }
            int length = sequence(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    private static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        // no second spelling of a shorter sequence, no surrogates, nothing beyond U+10FFFF
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Whether U+2028 or U+2029 is there, which some readers take for the end of a line. */
    static boolean hasLineSeparator(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 2; i++) {
            if (bytes[i] == (byte) 0xE2 && bytes[i + 1] == (byte) 0x80 && (bytes[i + 2] & 0xFE) == 0xA8) {
                return true;
            }
        }
        return false;
    }

    /** The object in these bytes with some fields put in front; the array itself when it is nothing but the object. */
    static byte[] behind(CharSequence front, byte[] bytes, int from, int to) {
        if (front.isEmpty()) {
            return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
        }
        int length = front.length();
        byte[] all = new byte[to - from + length];
        all[0] = '{';
        for (int i = 0; i < length; i++) {
            all[i + 1] = (byte) front.charAt(i);
        }
        System.arraycopy(bytes, from + 1, all, length + 1, to - from - 1);
        return all;
    }

    /** Where the next line feed is; {@code bytes.length} when there is none. */
    static int endOfLine(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    static boolean blank(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
            i++;
        }
        return i == to;
    }

    /** The line in which a byte stands, from 1. */
    static int line(byte[] bytes, int from, int at) {
        int line = 1;
        for (int i = from; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
