/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.testkit.FakeContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers as Kapacitor 1.5.7 does where tasks and topics are concerned, and refuses what that refuses. A running task goes on
 * with the script it was started with until it is disabled and enabled again. Can be told to fail.
 */
final class FakeKapacitor implements AutoCloseable {

    /** How a request goes wrong. */
    enum Fault {
        /** 500 with Kapacitor's own words, nothing done. */
        BROKEN,
        /** The connection ends, nothing done. */
        CUT,
        /** The connection ends after everything was done. */
        DONE_AND_CUT,
        /** A page that is no JSON, nothing done. */
        GARBAGE,
        /** 400, as for a script that it does not understand. */
        REFUSED,
    }

    /** A task, and the script that it runs. */
    static final class Stored {
        String type;
        List<?> dbrps;
        String script;
        Map<String, Object> vars = new LinkedHashMap<>();
        boolean enabled;
        String running;
        int starts;
    }

    private record Planned(String method, String path, Fault fault) {}

    private final Json json = new FakeContext().json();
    private final Map<String, Stored> tasks = new TreeMap<>();
    private final Map<String, Map<String, Object>> topics = new TreeMap<>();
    private final ConcurrentLinkedQueue<Planned> plan = new ConcurrentLinkedQueue<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Fault always;
    private HttpServer server;
    private final int port;

    FakeKapacitor() throws IOException {
        start(0);
        port = server.getAddress().getPort();
    }

    private void start(int at) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), at), 100);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Nobody answers any more. */
    void stop() {
        server.stop(0);
    }

    void startAgain() throws IOException {
        start(port);
    }

    /** The next request of this method whose path begins like this fails. */
    void fail(String method, String path, Fault fault) {
        plan.add(new Planned(method, path, fault));
    }

    /** Every request fails, until null is said. */
    void failAlways(Fault fault) {
        always = fault;
    }

    synchronized Stored task(String id) {
        return tasks.get(id);
    }

    synchronized List<String> ids() {
        return List.copyOf(tasks.keySet());
    }

    synchronized void remove(String id) {
        tasks.remove(id);
    }

    /** As somebody else would have made it. */
    synchronized void put(String id, String script, Map<String, Object> vars) {
        Stored stored = new Stored();
        stored.type = "batch";
        stored.dbrps = List.of(Map.of("db", "opentsdb", "rp", "retention_policy"));
        stored.script = script;
        stored.vars.putAll(vars);
        stored.enabled = true;
        stored.running = script;
        tasks.put(id, stored);
    }

    synchronized void level(String topic, String level) {
        topics.computeIfAbsent(topic, made -> new LinkedHashMap<>()).put("level", level);
    }

    synchronized void event(String topic, String level, String time) {
        level(topic, level);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("message", "text");
        state.put("time", time);
        state.put("level", level);
        topics.get(topic).put("events", List.of(Map.of("id", "events:nil", "state", state)));
    }

    /** Method and path of everything asked so far. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private record Reply(int status, Object body) {}

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        calls.add(method + " " + path);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "" : authorization);
        Fault fault = fault(method, path);
        if (fault == Fault.CUT) {
            exchange.close();
            return;
        }
        Reply reply = fault == Fault.BROKEN
                ? error(500, "database not open")
                : fault == Fault.REFUSED
                        ? error(400, "invalid TICKscript: parser: unexpected )")
                        : answer(method, path, query(exchange.getRequestURI().getRawQuery()), body);
        if (fault == Fault.DONE_AND_CUT) {
            exchange.close();
            return;
        }
        byte[] bytes = fault == Fault.GARBAGE
                ? "<html>gateway</html>".getBytes(StandardCharsets.UTF_8)
                : reply.body() == null ? new byte[0] : json.write(reply.body());
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.getResponseHeaders().add("X-Kapacitor-Version", "1.5.7");
        int status = fault == Fault.GARBAGE ? 200 : reply.status();
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Fault fault(String method, String path) {
        if (always != null) {
            return always;
        }
        for (Planned planned : plan) {
            if (planned.method().equals(method) && path.startsWith(planned.path()) && plan.remove(planned)) {
                return planned.fault();
            }
        }
        return null;
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String each : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = each.split("=", 2);
            query.put(decoded(parts[0]), decoded(parts[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private synchronized Reply answer(String method, String path, Map<String, String> query, byte[] body) {
        String tasksPath = "/kapacitor/v1/tasks";
        String topicsPath = "/kapacitor/v1/alerts/topics/";
        if (path.equals(tasksPath)) {
            return method.equals("POST") ? create(body) : method.equals("GET") ? list(query) : notFound();
        }
        if (path.startsWith(tasksPath + "/")) {
            String id = decoded(path.substring(tasksPath.length() + 1));
            return switch (method) {
                case "GET" -> tasks.containsKey(id) ? new Reply(200, shown(id, query)) : error(404, "no task exists");
                case "PATCH" -> patch(id, body);
                case "DELETE" -> {
                    tasks.remove(id);
                    yield new Reply(204, null);
                }
                default -> notFound();
            };
        }
        if (path.startsWith(topicsPath) && method.equals("GET")) {
            return topic(decoded(path.substring(topicsPath.length())));
        }
        return notFound();
    }

    private Reply topic(String asked) {
        boolean events = asked.endsWith("/events");
        String id = events ? asked.substring(0, asked.length() - "/events".length()) : asked;
        Map<String, Object> topic = topics.get(id);
        if (topic == null) {
            return error(404, "unknown topic: \"" + id + "\"");
        }
        return new Reply(
                200,
                events
                        ? Map.of("topic", id, "events", topic.getOrDefault("events", List.of()))
                        : Map.of("id", id, "level", topic.get("level"), "collected", 1));
    }

    private Reply list(Map<String, String> query) {
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        List<Object> page = new ArrayList<>();
        tasks.keySet().stream().skip(offset).limit(limit).forEach(id -> page.add(shown(id, query)));
        return new Reply(200, Map.of("tasks", page));
    }

    private Map<String, Object> shown(String id, Map<String, String> query) {
        Stored stored = tasks.get(id);
        String script = stored.script;
        if (!"raw".equals(query.get("script-format"))) {
            script = script.replaceAll("(?m)^ +", "    ");
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("link", Map.of("rel", "self", "href", "/kapacitor/v1/tasks/" + id));
        shown.put("id", id);
        shown.put("template-id", "");
        shown.put("type", stored.type);
        shown.put("dbrps", stored.dbrps);
        shown.put("script", script);
        shown.put("vars", stored.vars);
        shown.put("status", stored.enabled ? "enabled" : "disabled");
        shown.put("executing", stored.running != null);
        shown.put("error", "");
        return shown;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> object(byte[] body) {
        try {
            Map<String, Object> lower = new LinkedHashMap<>();
            ((Map<String, Object>) json.read(body))
                    .forEach((key, value) -> lower.put(key.equals("ID") ? "id" : key, value));
            return lower;
        } catch (IOException | ClassCastException e) {
            return null;
        }
    }

    private Reply create(byte[] body) {
        Map<String, Object> asked = object(body);
        if (asked == null) {
            return error(400, "invalid JSON");
        }
        String id = String.valueOf(asked.get("id"));
        if (!id.matches("[-._\\p{L}0-9]+")) {
            return error(400, "task ID must contain only letters, numbers, '-', '.' and '_'. \"" + id + "\"");
        }
        if (tasks.containsKey(id)) {
            return error(400, "task " + id + " already exists");
        }
        Stored stored = new Stored();
        Reply wrong = change(stored, asked);
        if (wrong != null) {
            return wrong;
        }
        if (stored.type == null) {
            return error(400, "unknown type \"\"");
        }
        if (stored.dbrps == null) {
            return error(400, "must specify dbrp");
        }
        run(stored);
        tasks.put(id, stored);
        return new Reply(200, shown(id, Map.of()));
    }

    private Reply patch(String id, byte[] body) {
        Map<String, Object> asked = object(body);
        if (asked == null) {
            return error(400, "invalid JSON");
        }
        Stored stored = tasks.get(id);
        if (stored == null) {
            return error(404, "task does not exist, cannot update");
        }
        boolean before = stored.enabled;
        Reply wrong = change(stored, asked);
        if (wrong != null) {
            return wrong;
        }
        if (before != stored.enabled) {
            run(stored);
        }
        return new Reply(200, shown(id, Map.of()));
    }

    private static void run(Stored stored) {
        stored.running = stored.enabled ? stored.script : null;
        stored.starts += stored.enabled ? 1 : 0;
    }

    @SuppressWarnings("unchecked")
    private Reply change(Stored stored, Map<String, Object> asked) {
        if (asked.get("script") instanceof String script) {
            try {
                if (TickScript.read(script).isEmpty()) {
                    return error(400, "invalid TICKscript: batch.Query: no children");
                }
            } catch (TickScript.Wrong e) {
                return error(400, "invalid TICKscript: " + e.getMessage());
            }
        }
        if (asked.get("vars") instanceof Map<?, ?> vars) {
            for (Object each : vars.values()) {
                Map<String, Object> var = (Map<String, Object>) each;
                boolean fits = switch (String.valueOf(var.get("type"))) {
                    case "string" -> var.get("value") instanceof String;
                    case "int" -> var.get("value") instanceof Long;
                    case "float" -> var.get("value") instanceof Number;
                    default -> false;
                };
                if (!fits) {
                    return error(400, "invalid vars: invalid var " + var);
                }
            }
            stored.vars = (Map<String, Object>) vars;
        }
        stored.type = asked.get("type") instanceof String type ? type : stored.type;
        stored.dbrps = asked.get("dbrps") instanceof List<?> list ? list : stored.dbrps;
        stored.script = asked.get("script") instanceof String script ? script : stored.script;
        stored.enabled = asked.containsKey("status") ? "enabled".equals(asked.get("status")) : stored.enabled;
        return null;
    }

    private static Reply notFound() {
        return error(404, "Not Found");
    }

    private static Reply error(int status, String message) {
        return new Reply(status, Map.of("error", message));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
