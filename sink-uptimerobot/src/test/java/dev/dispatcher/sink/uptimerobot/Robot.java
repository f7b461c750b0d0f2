/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** An account that answers as version 2 of the API does, and is strict where that one is. */
final class Robot implements AutoCloseable {

    static final String KEY = "u1-S3CR3TK3Y";

    /** What is answered instead, once. */
    record Instead(int status, String retryAfter, String body) {}

    final List<Map<String, String>> monitors = new ArrayList<>();
    final List<Map<String, String>> contacts = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final Queue<Instead> instead = new ArrayDeque<>();
    private final HttpServer server;
    private int nextId = 100;

    Robot() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    Robot contact(String id, String name, int type) {
        contacts.add(Map.of("id", id, "friendly_name", name, "type", Integer.toString(type)));
        return this;
    }

    synchronized Robot monitor(String name, String url, int type) {
        Map<String, String> monitor = new LinkedHashMap<>();
        monitor.put("id", Integer.toString(nextId++));
        monitor.put("friendly_name", name);
        monitor.put("url", url);
        monitor.put("type", Integer.toString(type));
        monitors.add(monitor);
        return this;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().replaceFirst("^/v2/", "");
        Map<String, String> form = form(exchange);
        calls.add(method);
        Instead other = instead.poll();
        if (other != null) {
            if (!other.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", other.retryAfter());
            }
            send(exchange, other.status(), other.body().getBytes(StandardCharsets.UTF_8));
            return;
        }
        send(exchange, 200, new FakeContext().json().write(answer(method, form)));
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(decoded(parts[0]), decoded(parts[1]));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, Object> answer(String method, Map<String, String> form) {
        if (!KEY.equals(form.get("api_key"))) {
            return fail("invalid_parameter", "api_key", "api_key not found.");
        }
        return switch (method) {
            case "getMonitors" -> monitors(form);
            case "getAlertContacts" -> contacts(form);
            case "newMonitor" -> add(form);
            case "editMonitor" -> edit(form);
            case "deleteMonitor" ->
                monitors.removeIf(monitor -> monitor.get("id").equals(form.get("id")))
                        ? Map.of("stat", "ok")
                        : fail("not_found", "id", "Monitor not found.");
            default -> fail("unknown_method", "", method);
        };
    }

    private Map<String, Object> monitors(Map<String, String> form) {
        String search = form.get("search");
        List<Map<String, String>> found = monitors.stream()
                .filter(monitor -> monitor.get("url").contains(search)
                        || monitor.get("friendly_name").contains(search))
                .toList();
        return Map.of("stat", "ok", "pagination", Map.of("total", found.size()), "monitors", page(found, form));
    }

    private Map<String, Object> contacts(Map<String, String> form) {
        return Map.of("stat", "ok", "total", contacts.size(), "alert_contacts", page(contacts, form));
    }

    private static <T> List<T> page(List<T> all, Map<String, String> form) {
        int from = Math.min(all.size(), Integer.parseInt(form.get("offset")));
        return all.subList(from, Math.min(all.size(), from + Integer.parseInt(form.get("limit"))));
    }

    private Map<String, Object> add(Map<String, String> form) {
        if (monitors.stream().anyMatch(monitor -> monitor.get("url").equals(form.get("url")))) {
            return fail("already_exists", "url", "monitor already exists.");
        }
        if (form.get("type").equals("2") && (form.get("keyword_value") == null || form.get("keyword_type") == null)) {
            return fail("missing_parameter", "keyword_value", "needed");
        }
        Map<String, String> monitor = new LinkedHashMap<>(form);
        monitor.remove("api_key");
        monitor.put("id", Integer.toString(nextId++));
        monitors.add(monitor);
        return Map.of("stat", "ok", "monitor", Map.of("id", monitor.get("id")));
    }

    private Map<String, Object> edit(Map<String, String> form) {
        if (form.containsKey("type")) {
            return fail("invalid_parameter", "type", "the type can not be edited");
        }
        for (Map<String, String> monitor : monitors) {
            if (monitor.get("id").equals(form.get("id"))) {
                monitor.putAll(form);
                monitor.remove("api_key");
                return Map.of("stat", "ok");
            }
        }
        return fail("not_found", "id", "Monitor not found.");
    }

    static Map<String, Object> fail(String type, String parameter, String message) {
        return Map.of("stat", "fail", "error", Map.of("type", type, "parameter_name", parameter, "message", message));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2/");
    }

    Watching options() {
        return new Watching(uri());
    }

    /** Options for tests, said as far as they differ from the defaults. */
    static final class Watching {
        private final URI url;
        String key = KEY;
        String monitorUrl = "{{ monitorUrl }}";
        String name = "{{ friendlyName }}";
        List<String> clusters = List.of();
        List<String> excluded = List.of();
        Optional<String> fallbackTeam = Optional.of("team-pipeline");
        boolean delete = true;
        boolean matchName;

        Watching(URI url) {
            this.url = url;
        }

        UptimeRobotOptions build() {
            return new UptimeRobotOptions(
                    url,
                    new Secret(key),
                    FakeTemplate.of(monitorUrl),
                    FakeTemplate.of(name),
                    FakeTemplate.of("{{ monitorPattern }}"),
                    FakeTemplate.of("{{ team }}"),
                    fallbackTeam,
                    "cluster",
                    clusters,
                    "applicationName",
                    excluded,
                    List.of("urn:aspen:removal"),
                    delete,
                    matchName,
                    List.of("applicationName", "friendlyName", "cluster", "team", "slackChannels"),
                    Http.Settings.DEFAULTS);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
