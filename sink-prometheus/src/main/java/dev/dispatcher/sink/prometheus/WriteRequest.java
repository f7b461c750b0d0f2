/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The message of remote-write 1.0, not yet compressed.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
final class WriteRequest {

    private static final long STALE = 0x7ff0000000000002L;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);

    /** @param labels sorted, {@code __name__} among them */
    WriteRequest sample(Map<String, String> labels, double value, long millis) {
        return series(labels, Double.doubleToLongBits(value), millis);
    }

    /** Says that the series has ended. */
    WriteRequest stale(Map<String, String> labels, long millis) {
        return series(labels, STALE, millis);
    }

    private WriteRequest series(Map<String, String> labels, long value, long millis) {
        ByteArrayOutputStream series = new ByteArrayOutputStream(256);
        labels.forEach((name, text) -> {
            ByteArrayOutputStream label = new ByteArrayOutputStream(64);
            Protobuf.bytes(1, name.getBytes(StandardCharsets.UTF_8), label);
            Protobuf.bytes(2, text.getBytes(StandardCharsets.UTF_8), label);
            Protobuf.bytes(1, label.toByteArray(), series);
        });
        ByteArrayOutputStream sample = new ByteArrayOutputStream(32);
        Protobuf.bits(1, value, sample);
        Protobuf.number(2, millis, sample);
        Protobuf.bytes(2, sample.toByteArray(), series);
        Protobuf.bytes(1, series.toByteArray(), out);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
