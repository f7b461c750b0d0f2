/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What S3 does with the requests of the sink: objects are put, listed and deleted; requests that are not signed are refused. */
final class FakeBucket implements AutoCloseable {

    final NavigableMap<String, String> objects = new ConcurrentSkipListMap<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> headers = new CopyOnWriteArrayList<>();
    /** Answered instead, unless 0. */
    volatile int failing;

    private final HttpServer server;

    FakeBucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestURI().getPath().replaceFirst("^/reports/?", "");
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        calls.add(exchange.getRequestMethod() + " " + key);
        exchange.getRequestHeaders().forEach((name, values) -> headers.add(name + ": " + values));
        String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (failing != 0) {
            send(exchange, failing, "<Error><Code>Refused</Code><Message>no</Message></Error>");
        } else if (!signature.startsWith("AWS4-HMAC-SHA256 Credential=AKIATEST/")) {
            send(exchange, 403, "<Error><Code>AccessDenied</Code></Error>");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            objects.put(key, body);
            send(exchange, 200, "");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            objects.remove(key);
            send(exchange, 204, "");
        } else {
            String prefix = query.replaceAll("^(?:.*&)?prefix=([^&]*).*$", "$1");
            send(
                    exchange,
                    200,
                    objects.keySet().stream()
                            .filter(object -> object.startsWith(prefix))
                            .map(object -> "<Contents><Key>" + object + "</Key><Size>1</Size></Contents>")
                            .collect(Collectors.joining(
                                    "",
                                    "<ListBucketResult><Name>reports</Name><IsTruncated>false</IsTruncated>",
                                    "</ListBucketResult>")));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
