/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for one method and path on the host's HTTP server.
 *
 * @param method upper case, for example {@code POST}
 * @param path starts with a slash; {@code {name}} stands for one segment, for example {@code /webhooks/{adapter}}
 * @param access what the sender's token must allow, where tokens are in use
 * @param blocking whether the handler may block by itself. One that may not runs in an I/O thread once the body is there,
 *     and calls nothing that waits except intake, which does not wait unless the user asked for it; the host moves it to
 *     another thread then.
 * @param open whether the handler itself checks who sends, by a signature for example: the host lets everyone through to
 *     it, and the handler asks {@link Request#allows} about those it cannot check
 * @param handler called by any number of threads at once
 */
public record Route(String method, String path, Access access, boolean blocking, boolean open, Handler handler) {

    /** What a token allows. */
    public enum Access {
        /** Send events. */
        SUBMIT,
        /** Look at things. */
        READ,
        /** Change things. */
        ADMIN
    }

    /** A route to which the host lets those through whose token allows {@code access}. */
    public Route(String method, String path, Access access, boolean blocking, Handler handler) {
        this(method, path, access, blocking, false, handler);
    }

    public Route {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path starts with a slash, not '" + path + "'");
        }
        if (!method.equals(method.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a route's method is upper case, not '" + method + "'");
        }
    }

    /** Answers one request. What it throws becomes a 500 without details, and a line in the log. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request) throws Exception;
    }

    /** One request with its whole body, already decompressed and within the host's limit. */
    public interface Request {
        String method();

        /** The path, decoded, without the query. */
        String path();

        /** What stood for {@code {name}} in the route's path, decoded. */
        String pathValue(String name);

        /** The first value of a query parameter, decoded. */
        @Nullable
        String query(String name);

        /** All values of a query parameter that may be there more than once, decoded, in order. */
        default List<String> queries(String name) {
            String first = query(name);
            return first == null ? List.of() : List.of(first);
        }

        /** The first value of a header; the name's case does not matter. */
        @Nullable
        String header(String name);

        /** All headers; names in lower case. */
        Map<String, List<String>> headers();

        /** Decompressed. Empty when there is none. Not copied: do not change it. */
        byte[] body();

        /** Who sent it, behind trusted proxies the original sender. */
        InetSocketAddress sender();

        /** Whether the sender's token allows this; true for everyone where no tokens are in use. For open routes. */
        default boolean allows(Access access) {
            return true;
        }
    }

    /**
     * The answer.
     *
     * @param headers names as they are to be sent; Content-Length is set by the host
     * @param body written by a thread that may block when it is a stream
     */
    public record Response(int status, Map<String, String> headers, Body body) {

        public static Response of(int status) {
            return new Response(status, Map.of(), new Bytes(new byte[0]));
        }

        public static Response json(int status, byte[] json) {
            return new Response(status, Map.of("Content-Type", "application/json"), new Bytes(json));
        }

        public static Response text(int status, String text) {
            return new Response(
                    status,
                    Map.of("Content-Type", "text/plain; charset=utf-8"),
                    new Bytes(text.getBytes(StandardCharsets.UTF_8)));
        }

        public Response with(String header, String value) {
            Map<String, String> all = new java.util.LinkedHashMap<>(headers);
            all.put(header, value);
            return new Response(status, all, body);
        }
    }

    /** What an answer carries. */
    public sealed interface Body permits Bytes, Stream {}

    /** A body in memory. */
    public record Bytes(byte[] bytes) implements Body {}

    /** A body written piece by piece; chunked. It ends when {@code writer} returns. */
    public record Stream(Writer writer) implements Body {}

    /** Writes a body. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }
}
