/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Inflates request bodies, never beyond a limit. */
final class Inflate {

    /** More than the limit would come out. */
    static final class TooLarge extends IOException {
        TooLarge() {
            super("too large");
        }
    }

    /** Other bodies take all the room. */
    static final class NoRoom extends IOException {
        NoRoom() {
            super("no room");
        }
    }

    private Inflate() {}

    /** Whether the body is as it was sent: no coding, or {@code identity}. */
    static boolean isPlain(String coding) {
        return coding.isEmpty() || coding.equalsIgnoreCase("identity");
    }

    static boolean isKnown(String coding) {
        return switch (coding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip", "deflate" -> true;
            default -> false;
        };
    }

    static byte[] inflate(String coding, byte[] body, long limit, Room.Share room) throws IOException {
        int guess = (int) Math.min(limit, Math.max(1024, body.length * 4L));
        ByteArrayOutputStream out = new ByteArrayOutputStream(guess);
        byte[] piece = new byte[8192];
        InputStream source = new ByteArrayInputStream(body);
        try (InputStream in =
                coding.equalsIgnoreCase("deflate") ? new InflaterInputStream(source) : new GZIPInputStream(source)) {
            int read = in.read(piece);
            while (read >= 0) {
                if (out.size() + (long) read > limit) {
                    throw new TooLarge();
                }
                if (!room.growTo(body.length + out.size() + (long) read)) {
                    throw new NoRoom();
                }
                out.write(piece, 0, read);
                read = in.read(piece);
            }
        }
        return out.toByteArray();
    }
}
