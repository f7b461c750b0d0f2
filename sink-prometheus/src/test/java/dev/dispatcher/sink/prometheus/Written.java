/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One sample as an endpoint reads it from the bytes: snappy's literals, then protobuf. */
record Written(String labels, long bits, long millis) {

    static List<Written> read(byte[] compressed) {
        ByteBuffer message = plain(ByteBuffer.wrap(compressed));
        List<Written> all = new ArrayList<>();
        while (message.hasRemaining()) {
            assertThat(message.get()).as("a time series").isEqualTo((byte) 0x0a);
            all.add(series(part(message)));
        }
        return all;
    }

    private static ByteBuffer plain(ByteBuffer in) {
        long length = varint(in);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            int tag = in.get() & 0xff;
            assertThat(tag & 3).as("a literal").isZero();
            int size = tag >> 2;
            if (size >= 60) {
                int bytes = size - 59;
                size = 0;
                for (int i = 0; i < bytes; i++) {
                    size |= (in.get() & 0xff) << 8 * i;
                }
            }
            byte[] literal = new byte[size + 1];
            in.get(literal);
            out.writeBytes(literal);
        }
        assertThat(out.size()).isEqualTo((int) length);
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static Written series(ByteBuffer in) {
        Map<String, String> labels = new LinkedHashMap<>();
        String last = "";
        while (in.get(in.position()) == 0x0a) {
            in.get();
            ByteBuffer label = part(in);
            String name = text(label, 0x0a);
            String value = text(label, 0x12);
            assertThat(label.hasRemaining()).isFalse();
            assertThat(name).as("sorted labels").isGreaterThan(last);
            assertThat(value).as("no empty label").isNotEmpty();
            labels.put(name, value);
            last = name;
        }
        assertThat(in.get()).as("a sample").isEqualTo((byte) 0x12);
        ByteBuffer sample = part(in).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.hasRemaining()).isFalse();
        assertThat(sample.get()).isEqualTo((byte) 0x09);
        long bits = sample.getLong();
        assertThat(sample.get()).isEqualTo((byte) 0x10);
        long millis = varint(sample);
        assertThat(sample.hasRemaining()).isFalse();
        return new Written(labels.toString(), bits, millis);
    }

    private static String text(ByteBuffer in, int tag) {
        assertThat(in.get()).isEqualTo((byte) tag);
        return StandardCharsets.UTF_8.decode(part(in)).toString();
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = (int) varint(in);
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
