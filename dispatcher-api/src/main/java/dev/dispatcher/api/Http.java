/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host's HTTP client: pooled, keep-alive, no redirects, no cookies, no retries. Any number of threads. Closed by the
 * host with the instance it was made for.
 */
public interface Http {

    /**
     * Sends one request and reads the whole answer. Blocks until then; ends within two seconds of an interrupt, and when
     * {@link Settings#timeout} has passed, the answer's body included.
     *
     * @throws RefusedAddressException when an event may not choose this address
     * @throws IOException when no whole answer came: no address, no connection, a broken answer, time
     */
    Response send(Request request) throws IOException, InterruptedException;

    /**
     * Sends several at once, as many side by side as {@link Settings#connections} allows, and blocks until each has its
     * answer or its failure.
     *
     * @return one per request, in their order
     */
    List<Result> sendAll(List<Request> requests) throws InterruptedException;

    /**
     * One request.
     *
     * @param uri absolute, http or https; never in a log or error beyond host and port
     * @param headers Content-Length and Host are set by the client
     * @param fromEvent true when an event had a say in where {@code uri} points: addresses that are loopback, link-local or
     *     private are then refused when connecting, unless {@link Settings#allowPrivate}
     */
    record Request(String method, URI uri, Map<String, String> headers, byte[] body, boolean fromEvent) {

        public static Request post(URI uri, String contentType, byte[] body) {
            return new Request("POST", uri, Map.of("Content-Type", contentType), body, false);
        }

        public static Request get(URI uri) {
            return new Request("GET", uri, Map.of(), new byte[0], false);
        }

        public Request with(String header, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(header, value);
            return new Request(method, uri, all, body, fromEvent);
        }

        /** Without path, query, headers and body: these may hold secrets. */
        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getHost()
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        }
    }

    /**
     * One answer.
     *
     * @param headers names in lower case
     * @param body at most {@link Settings#answerLimit} bytes; what came beyond is dropped
     */
    record Response(int status, Map<String, List<String>> headers, byte[] body) {

        /** The first value of a header; the name's case does not matter. */
        @Nullable
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null || values.isEmpty() ? null : values.get(0);
        }

        @Override
        public String toString() {
            return "HTTP " + status;
        }
    }

    /**
     * The address that an event chose is one that events may not choose; see {@link Request#fromEvent}. No attempt will help.
     */
    final class RefusedAddressException extends IOException {

        /** The message names the host, and how the user can allow it. */
        public RefusedAddressException(String message) {
            super(message);
        }
    }

    /** What came of one of several requests: exactly one of the two is there. */
    record Result(Optional<Response> response, Optional<IOException> failure) {}

    /**
     * How a client behaves. An options record may have one as a component named {@code http}.
     */
    record Settings(
            @Option(
                    value = "How long one request may take, from connecting to the end of the answer.",
                    fallback = "10s")
            java.time.Duration timeout,

            @Option(value = "How long connecting may take.", fallback = "3s")
            java.time.Duration connectTimeout,

            @Option(value = "Connections to the destination at the same time.", fallback = "4")
            int connections,

            @Option(value = "Bytes of an answer's body that are read; the rest is dropped.", fallback = "65536")
            int answerLimit,

            @Option(
                    value = "Whether an address that comes from an event may be loopback, link-local or private."
                            + " Leave it false where senders are not trusted.",
                    fallback = "false")
            boolean allowPrivate,

            @Option("Proxy for all requests, such as http://proxy:3128.")
            Optional<java.net.URI> proxy,

            @Option(value = "How to speak TLS.") Tls tls) {

        public static final Settings DEFAULTS = new Settings(
                java.time.Duration.ofSeconds(10),
                java.time.Duration.ofSeconds(3),
                4,
                65536,
                false,
                Optional.empty(),
                Tls.DEFAULTS);

        public Settings {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("timeout must be more than nothing");
            }
            if (connectTimeout.isZero() || connectTimeout.isNegative()) {
                throw new IllegalArgumentException("connect-timeout must be more than nothing");
            }
            if (connections < 1 || connections > 1000) {
                throw new IllegalArgumentException("connections must be 1 to 1000, not " + connections);
            }
            if (answerLimit < 0) {
                throw new IllegalArgumentException("answer-limit must not be negative");
            }
        }
    }

    /** TLS of the client. Files are PEM and read when the instance is created. */
    record Tls(
            @Option("Certificates to trust instead of the JDK's, as a PEM file.")
            Optional<Path> ca,

            @Option("The client's certificate and its chain, as a PEM file.")
            Optional<Path> certificate,

            @Option("The client's private key, as a PEM file (PKCS#8, not encrypted).")
            Optional<Path> key,

            @Option(value = "Whether the destination's certificate must be valid and name it.", fallback = "true")
            boolean verify) {

        public static final Tls DEFAULTS = new Tls(Optional.empty(), Optional.empty(), Optional.empty(), true);

        public Tls {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException("certificate and key go together");
            }
        }
    }
}
