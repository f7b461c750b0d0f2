/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Slack, UptimeRobot, Detectify and the pipeline's API on one port; the first part of the path says which. */
final class Neighbours implements AutoCloseable {

    /** One request; the body as JSON or form, empty where there was none. */
    record Call(String method, String path, Map<String, String> headers, Map<String, Object> body) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    /** What Slack answers. */
    volatile int slack = 200;
    /** What the pipeline's API answers. */
    volatile int pipeline = 200;

    /** By address: the id and name of monitors that are there. */
    final Map<String, Map<String, Object>> monitors = new LinkedHashMap<>();

    private final JacksonJson json = new JacksonJson();
    private final HttpServer server;

    Neighbours() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "neighbours");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Call> to(String path) {
        return calls.stream().filter(call -> call.path().startsWith(path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, Object> body = body(exchange);
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        calls.add(new Call(exchange.getRequestMethod(), path, headers, body));
        if (path.equals("/slack")) {
            send(exchange, slack, "ok");
        } else if (path.startsWith("/flottsbro/")) {
            send(exchange, pipeline, "{}");
        } else if (path.startsWith("/utr/")) {
            send(exchange, 200, new String(json.write(robot(path.substring("/utr/".length()), body)), UTF_8));
        } else if (path.equals("/detectify/profiles/")) {
            send(exchange, 200, "[{\"token\": \"abc123xyz456\", \"name\": \"\"}]");
        } else {
            send(exchange, 200, "{\"state\": \"stopped\"}");
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (bytes.length == 0) {
            return Map.of();
        }
        if (type.startsWith("application/json")) {
            return (Map<String, Object>) json.read(bytes);
        }
        Map<String, Object> form = new LinkedHashMap<>();
        for (String pair : new String(bytes, UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
        }
        return form;
    }

    private synchronized Map<String, Object> robot(String method, Map<String, Object> form) {
        switch (method) {
            case "getMonitors" -> {
                List<Map<String, Object>> found = monitors.values().stream()
                        .filter(monitor -> monitor.get("url").equals(form.get("search")))
                        .toList();
                return Map.of("stat", "ok", "pagination", Map.of("total", found.size()), "monitors", found);
            }
            case "getAlertContacts" -> {
                return Map.of(
                        "stat",
                        "ok",
                        "total",
                        2,
                        "alert_contacts",
                        List.of(
                                Map.of("id", "111", "friendly_name", "#team-pipeline", "type", 11),
                                Map.of("id", "222", "friendly_name", "#team-studadm", "type", 11)));
            }
            case "newMonitor" -> monitor((String) form.get("url"), (String) form.get("friendly_name"));
            case "deleteMonitor" ->
                monitors.values().removeIf(monitor -> monitor.get("id").equals(form.get("id")));
            default -> {}
        }
        return Map.of("stat", "ok");
    }

    synchronized void monitor(String url, String name) {
        monitors.put(url, Map.of("id", "555", "friendly_name", name, "url", url, "type", 2));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, body.getBytes(UTF_8).length);
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
