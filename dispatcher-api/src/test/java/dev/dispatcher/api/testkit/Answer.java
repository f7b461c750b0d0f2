/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link HttpStub} does with one request. Immutable.
 *
 * @param pause before anything is sent
 */
public record Answer(Way way, int status, Map<String, String> headers, byte[] body, Duration pause) {

    /** How an answer goes wrong, if it does. */
    public enum Way {
        WHOLE,
        /** Nothing is ever sent; the connection stays open. */
        HANG,
        /** The connection ends without a byte. */
        CLOSE,
        /** Content-Length promises more than comes before the connection ends. */
        HALF,
        /** Something that is no HTTP. */
        GARBAGE,
        /** The head, then one byte after the other and never the end. */
        DRIP,
        /** The head, then a body without end, as fast as the client takes it. */
        ENDLESS
    }

    public static Answer status(int status) {
        return new Answer(Way.WHOLE, status, Map.of(), new byte[0], Duration.ZERO);
    }

    public static Answer hang() {
        return status(200).going(Way.HANG);
    }

    public static Answer close() {
        return status(200).going(Way.CLOSE);
    }

    public static Answer half() {
        return status(200).body("half of what").going(Way.HALF);
    }

    public static Answer garbage() {
        return status(200).going(Way.GARBAGE);
    }

    public static Answer drip() {
        return status(200).going(Way.DRIP);
    }

    public static Answer endless() {
        return status(200).going(Way.ENDLESS);
    }

    /** The same, going wrong like this. */
    public Answer going(Way other) {
        return new Answer(other, status, headers, body, pause);
    }

    public Answer body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Answer body(byte[] bytes) {
        return new Answer(way, status, headers, bytes, pause);
    }

    public Answer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(way, status, all, body, pause);
    }

    /** In seconds, or as a date. */
    public Answer retryAfter(String value) {
        return with("Retry-After", value);
    }

    /** Waits before it answers. */
    public Answer after(Duration duration) {
        return new Answer(way, status, headers, body, duration);
    }

    /** The same with another status. */
    public Answer as(int other) {
        return new Answer(way, other, headers, body, pause);
    }
}
