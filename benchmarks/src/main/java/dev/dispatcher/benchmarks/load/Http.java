/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

/** As much of HTTP/1.1 as requests and answers without surprises need. */
final class Http {

    private static final byte[] LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};

    private Http() {}

    /** Where the message that begins at {@code from} ends; -1 when it is not whole. */
    static int end(byte[] bytes, int from, int to) {
        int body = body(bytes, from, to);
        if (body < 0) {
            return -1;
        }
        int line = from;
        while (line < body - 2) {
            if (isLength(bytes, line, body)) {
                int length = number(bytes, line + LENGTH.length);
                return to - body >= length ? body + length : -1;
            }
            line = nextLine(bytes, line, body);
        }
        return chunked(bytes, from, body) ? lastChunk(bytes, body, to) : body;
    }

    static int status(byte[] bytes, int from) {
        return number(bytes, from + "HTTP/1.1 ".length());
    }

    private static int body(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private static int nextLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static boolean isLength(byte[] bytes, int from, int to) {
        if (from + LENGTH.length > to) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((bytes[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static boolean chunked(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1)
                .toLowerCase(java.util.Locale.ROOT)
                .contains("transfer-encoding: chunked");
    }

    private static int lastChunk(byte[] bytes, int from, int to) {
        int at = from;
        while (true) {
            int size = 0;
            int i = at;
            while (i < to && Character.digit(bytes[i], 16) >= 0) {
                size = size * 16 + Character.digit(bytes[i++], 16);
            }
            int next = i + 2 + size + 2;
            if (i + 2 > to || next > to) {
                return -1;
            }
            if (size == 0) {
                return next;
            }
            at = next;
        }
    }

    private static int number(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int value = 0;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + bytes[at++] - '0';
        }
        return value;
    }
}
