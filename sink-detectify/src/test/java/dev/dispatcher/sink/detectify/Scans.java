/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Detectify's API with some keys, each of which knows some profiles. */
final class Scans implements AutoCloseable {

    static final String FIRST = "K3Y-0NE";
    static final String SECOND = "K3Y-TW0";

    final Map<String, List<String>> profiles = new LinkedHashMap<>();
    /** By profile: what its scan is doing; none where it was never scanned. */
    final Map<String, String> states = new HashMap<>();

    final List<String> begun = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    /** Keys that are answered with this instead. */
    final Map<String, Integer> failing = new HashMap<>();
    /** What the state is called. */
    String word = "state";
    /** What is told of every scan instead, unless empty. */
    String answer = "";
    /** Whether somebody else begins each scan just before we do. */
    boolean racing;

    private final HttpServer server;

    Scans() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("X-Detectify-Key"));
        String path = exchange.getRequestURI().getPath();
        calls.add(exchange.getRequestMethod() + " " + path);
        if (failing.containsKey(key)) {
            send(exchange, failing.get(key), "no");
        } else if (!profiles.containsKey(key)) {
            send(exchange, 401, "unknown key");
        } else if (path.equals("/rest/v2/profiles/")) {
            send(exchange, 200, list(profiles.get(key)));
        } else {
            scan(exchange, path.replaceAll("^/rest/v2/scans/([^/]*)/$", "$1"), profiles.get(key));
        }
    }

    private static String list(List<String> tokens) {
        return tokens.stream()
                .map(token -> "{\"token\":\"" + token + "\",\"name\":\"profile " + token + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void scan(HttpExchange exchange, String token, List<String> known) throws IOException {
        String state = states.get(token);
        if (!known.contains(token)) {
            send(exchange, 404, "no such profile");
        } else if (exchange.getRequestMethod().equals("GET")) {
            if (!answer.isEmpty()) {
                send(exchange, 200, answer);
            } else if (state == null) {
                send(exchange, 404, "no scan");
            } else {
                send(exchange, 200, "{\"" + word + "\":\"" + state + "\"}");
            }
        } else if ("running".equals(state) || racing) {
            send(exchange, 409, "already running");
        } else {
            states.put(token, "running");
            begun.add(token);
            send(exchange, 202, "");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/rest/v2");
    }

    static DetectifyOptions options(URI uri, String profiles, List<String> clusters, String... keys) {
        return new DetectifyOptions(
                uri,
                List.of(keys).stream().map(Secret::new).toList(),
                FakeTemplate.of(profiles),
                "cluster",
                clusters,
                List.of("urn:aspen:removal"),
                FakeTemplate.of("{{ friendlyName }}"),
                List.of("applicationName", "friendlyName", "cluster", "team", "slackChannels"),
                Http.Settings.DEFAULTS);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
