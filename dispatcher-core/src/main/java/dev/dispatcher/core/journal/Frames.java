/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How records lie in a file, one after another: four bytes of length, four of CRC-32C, then so many bytes. What a sudden end
 * left half written does not match its sum.
 */
final class Frames {

    static final int HEAD = 8;
    /** Larger ones are damage: a whole body of events is smaller. */
    private static final int LARGEST = 1 << 30;

    private Frames() {}

    static void write(DataOutputStream out, byte[] payload) throws IOException {
        out.writeInt(payload.length);
        out.writeInt(sum(payload));
        out.write(payload);
    }

    /**
     * @param left how many bytes the file still has
     * @return null at the end, and where what follows is no whole record
     */
    static byte @Nullable [] read(DataInputStream in, long left) throws IOException {
        if (left < HEAD) {
            return null;
        }
        int length = in.readInt();
        int sum = in.readInt();
        if (length < 1 || length > LARGEST || length > left - HEAD) {
            return null;
        }
        byte[] payload = in.readNBytes(length);
        return payload.length == length && sum(payload) == sum ? payload : null;
    }

    private static int sum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException("a record that is too short");
        }
        return bytes;
    }
}
