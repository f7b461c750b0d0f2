/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * The work that every system gets: ten shapes of events with 300 bytes each, in rotation. One is dropped ({@code severity}
 * debug), one goes to a and b ({@code kind} audit.…), one to b ({@code message} with a deadlock), the others to a: as many
 * deliveries as events.
 *
 * <p>The id of each is {@code E}, twelve digits of a running number, {@code T}, sixteen digits of {@link System#nanoTime}, so
 * that whoever gets it knows which it is and how old.
 */
final class Work {

    static final int EVENT_BYTES = 300;
    static final int SHAPES = 10;
    private static final int NUMBER_DIGITS = 12;
    private static final int TIME_DIGITS = 16;
    static final int ID_LENGTH = 2 + NUMBER_DIGITS + TIME_DIGITS;

    /** Where the id's first digit stands in every shape. */
    private static final int ID_AT = "{\"id\":\"".length();

    private static final List<byte[]> ALL = shapes();

    private Work() {}

    private static List<byte[]> shapes() {
        String[] severities = {
            "info", "warning", "debug", "error", "info", "notice", "critical", "warning", "info", "error"
        };
        String[] kinds = {
            "app.request",
            "app.latency",
            "app.trace",
            "db.error",
            "audit.login",
            "host.disk",
            "host.down",
            "queue.lag",
            "deploy.done",
            "db.lock"
        };
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < SHAPES; i++) {
            String message = i == 9 ? "a deadlock between two transactions" : "something that people may want to know";
            String head = "{\"id\":\"E" + "0".repeat(NUMBER_DIGITS) + "T" + "0".repeat(TIME_DIGITS)
                    + "\",\"timestamp\":\"2026-11-20T10:15:30Z\",\"kind\":\"" + kinds[i] + "\",\"severity\":\""
                    + severities[i] + "\",\"host\":\"web-" + i + ".example.org\",\"region\":\"eu-" + i % 3
                    + "\",\"count\":" + (1000 + i) + ",\"ratio\":0.5,\"message\":\"" + message + " ";
            all.add((head + "x".repeat(EVENT_BYTES - head.length() - 2) + "\"}").getBytes(US_ASCII));
        }
        return all;
    }

    /** One event, or an array of several, as the body that {@link #number} completes. */
    static byte[] body(int events) {
        if (events == 1) {
            return ALL.get(0).clone();
        }
        byte[] body = new byte[events * (EVENT_BYTES + 1) + 1];
        body[0] = '[';
        for (int i = 0; i < events; i++) {
            System.arraycopy(ALL.get(i % SHAPES), 0, body, 1 + i * (EVENT_BYTES + 1), EVENT_BYTES);
            body[(i + 1) * (EVENT_BYTES + 1)] = (byte) (i + 1 < events ? ',' : ']');
        }
        return body;
    }

    static byte[] shape(long number) {
        return ALL.get((int) (number % SHAPES));
    }

    /** Writes an id into an event that begins at {@code at}. */
    static void number(byte[] target, int at, long number, long nanos) {
        digits(target, at + ID_AT + 1, NUMBER_DIGITS, number);
        digits(target, at + ID_AT + 2 + NUMBER_DIGITS, TIME_DIGITS, nanos);
    }

    private static void digits(byte[] target, int at, int count, long value) {
        long left = value;
        for (int i = at + count - 1; i >= at; i--) {
            target[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Where the next id stands from {@code from} on; -1 when there is none before {@code to}. */
    static int find(byte[] bytes, int from, int to) {
        for (int i = from; i + ID_LENGTH <= to; i++) {
            if (bytes[i] == 'E'
                    && bytes[i + 1 + NUMBER_DIGITS] == 'T'
                    && bytes[i + 1] <= '9'
                    && bytes[i + 1] >= '0'
                    && bytes[i + ID_LENGTH - 1] <= '9'
                    && bytes[i + ID_LENGTH - 1] >= '0') {
                return i;
            }
        }
        return -1;
    }

    static long numberAt(byte[] bytes, int at) {
        return value(bytes, at + 1, NUMBER_DIGITS);
    }

    static long timeAt(byte[] bytes, int at) {
        return value(bytes, at + 2 + NUMBER_DIGITS, TIME_DIGITS);
    }

    private static long value(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
