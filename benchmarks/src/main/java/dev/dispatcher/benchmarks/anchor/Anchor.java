/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.anchor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The least that a Java server can do with an event: Undertow takes the body in its I/O thread and answers 202; as {@code
 * parse} Jackson also makes a map of it, or a list of maps.
 */
public final class Anchor {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectReader ONE = MAPPER.readerFor(LinkedHashMap.class);
    private static final ObjectReader MANY =
            MAPPER.readerFor(MAPPER.getTypeFactory().constructCollectionType(List.class, LinkedHashMap.class));

    private Anchor() {}

    /** {@code bare} or {@code parse}; prints where it listens. */
    public static void main(String[] arguments) {
        boolean parse = arguments[0].equals("parse");
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> take(exchange, parse))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println("listening on http://127.0.0.1:" + address.getPort());
    }

    private static void take(HttpServerExchange exchange, boolean parse) {
        exchange.getRequestReceiver().receiveFullBytes((whole, body) -> {
            if (parse) {
                parse(body);
            }
            whole.setStatusCode(202);
            whole.endExchange();
        });
    }

    private static void parse(byte[] body) {
        try {
            Object value = body[0] == '[' ? MANY.readValue(body) : ONE.readValue(body);
            if (value == null) {
                throw new IllegalStateException("a body without an event");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
