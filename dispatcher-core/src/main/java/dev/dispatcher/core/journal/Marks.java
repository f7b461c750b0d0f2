/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Which copies of which entries are settled: many in one record. Not for several threads. */
final class Marks {

    /** What is done with each. */
    @FunctionalInterface
    interface Reader {
        void mark(long number, int copy);
    }

    /** The first byte of a record: marks. */
    static final byte KIND = 2;

    private long[] numbers = new long[16];
    private int[] copies = new int[16];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    void add(long number, int copy) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
            copies = Arrays.copyOf(copies, count * 2);
        }
        numbers[count] = number;
        copies[count++] = copy;
    }

    void addAll(Marks others) {
        others.each(this::add);
    }

    private void each(Reader reader) {
        for (int i = 0; i < count; i++) {
            reader.mark(numbers[i], copies[i]);
        }
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 + 12 * count);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(KIND);
            for (int i = 0; i < count; i++) {
                out.writeLong(numbers[i]);
                out.writeInt(copies[i]);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static void decode(byte[] payload, Reader reader) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload, 1, payload.length - 1));
        for (int at = 1; at + 12 <= payload.length; at += 12) {
            long number = in.readLong();
            reader.mark(number, in.readInt());
        }
    }
}
