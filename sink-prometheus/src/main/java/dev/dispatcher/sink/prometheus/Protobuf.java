/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The few wire types of protobuf that remote-write needs. */
final class Protobuf {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;

    private Protobuf() {}

    static void varint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static void number(int field, long value, ByteArrayOutputStream out) {
        out.write(field << 3 | VARINT);
        varint(value, out);
    }

    /** Keeps the bits of a NaN, which mean something here. */
    static void bits(int field, long bits, ByteArrayOutputStream out) {
        out.write(field << 3 | FIXED_64);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bits)
                .array());
    }

    static void bytes(int field, byte[] bytes, ByteArrayOutputStream out) {
        out.write(field << 3 | BYTES);
        varint(bytes.length, out);
        out.writeBytes(bytes);
    }
}
