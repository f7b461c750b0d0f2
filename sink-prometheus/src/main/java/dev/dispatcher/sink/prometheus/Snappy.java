/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.io.ByteArrayOutputStream;

/**
 * Snappy's block format, which remote-write demands, with literals only: the size is nearly that of the plain bytes, and
 * no library is needed. https://github.com/google/snappy/blob/main/format_description.txt
 */
final class Snappy {

    private static final int LITERAL_OF_TWO_BYTES = 61 << 2;
    private static final int MOST = 1 << 16;

    private Snappy() {}

    static byte[] block(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 16);
        Protobuf.varint(plain.length, out);
        for (int at = 0; at < plain.length; at += MOST) {
            int length = Math.min(MOST, plain.length - at);
            out.write(LITERAL_OF_TWO_BYTES);
            out.write(length - 1);
            out.write((length - 1) >>> 8);
            out.write(plain, at, length);
        }
        return out.toByteArray();
    }
}
