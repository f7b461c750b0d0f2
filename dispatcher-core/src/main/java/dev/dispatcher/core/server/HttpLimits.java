/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;
import java.time.Duration;

/** What a request may cost. */
public record HttpLimits(
        @Option(value = "Size of a request's body as it is sent.", fallback = "1MiB")
        ByteSize body,

        @Option(value = "Size of a compressed body after inflating.", fallback = "8MiB")
        ByteSize decompressedBody,

        @Option(
                value =
                        "Size of all bodies together that are read or handled at the same time,"
                                + " small ones not counted, and a quarter of the heap at most; beyond it senders are told to come back.",
                fallback = "64MiB")
        ByteSize allBodies,

        @Option(value = "Size of the request line and all headers.", fallback = "32KiB")
        ByteSize headers,

        @Option(value = "Connections at the same time; more wait to be accepted.", fallback = "1024")
        int connections,

        @Option(
                value = "Time for a TLS handshake, and for the request line and all headers to arrive.",
                fallback = "10s")
        Duration headerTime,

        @Option(
                value = "Time for the body to arrive, and for an answer, or a piece of a stream, to be taken.",
                fallback = "30s")
        Duration bodyTime,

        @Option(value = "How long a connection without a request is kept.", fallback = "60s")
        Duration idleTime,

        @Option(
                value = "Requests per second of each token, by its name; without tokens, of each sender's address."
                        + " One second's worth may come at once. 0 for any number.",
                fallback = "0")
        int rate,

        @Option(
                value =
                        "Connections at the same time from one address (of IPv6, one /64), addresses in http.proxies not"
                                + " counted; one more is closed at once. 0 for any number.",
                fallback = "256")
        int connectionsPerSender) {

    public static final HttpLimits DEFAULTS = new HttpLimits(
            new ByteSize(1 << 20),
            new ByteSize(8 << 20),
            new ByteSize(64 << 20),
            new ByteSize(32 << 10),
            1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            0,
            256);

    public HttpLimits {
        between("body", body.bytes(), 1, 1 << 30);
        between("decompressed-body", decompressedBody.bytes(), 1, 1 << 30);
        between("all-bodies", allBodies.bytes(), Math.max(body.bytes(), decompressedBody.bytes()), 1L << 40);
        between("headers", headers.bytes(), 1024, 1 << 20);
        between("connections", connections, 1, 1_000_000);
        positive("header-time", headerTime);
        positive("body-time", bodyTime);
        positive("idle-time", idleTime);
        between("rate", rate, 0, 1_000_000);
        between("connections-per-sender", connectionsPerSender, 0, 1_000_000);
    }

    /** What {@code all-bodies} comes to in this process: parsing takes as much again, and a small heap must survive it. */
    long roomForBodies() {
        long one = Math.max(body.bytes(), decompressedBody.bytes());
        return Math.max(one, Math.min(allBodies.bytes(), Runtime.getRuntime().maxMemory() / 4));
    }

    /** Any number of connections from one address. */
    public HttpLimits(
            ByteSize body,
            ByteSize decompressedBody,
            ByteSize allBodies,
            ByteSize headers,
            int connections,
            Duration headerTime,
            Duration bodyTime,
            Duration idleTime,
            int rate) {
        this(body, decompressedBody, allBodies, headers, connections, headerTime, bodyTime, idleTime, rate, 0);
    }

    /** Any number of requests per second, and of connections from one address. */
    public HttpLimits(
            ByteSize body,
            ByteSize decompressedBody,
            ByteSize allBodies,
            ByteSize headers,
            int connections,
            Duration headerTime,
            Duration bodyTime,
            Duration idleTime) {
        this(body, decompressedBody, allBodies, headers, connections, headerTime, bodyTime, idleTime, 0);
    }

    private static void between(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", not " + value);
        }
    }

    private static void positive(String option, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(option + " must be 1ms to 1d");
        }
    }
}
