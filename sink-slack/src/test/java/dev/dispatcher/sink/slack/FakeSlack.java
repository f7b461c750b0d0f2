/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as Slack does, and holds callers to Slack's limits. */
final class FakeSlack implements AutoCloseable {

    static final String TOKEN = "xoxb-T0KEN-1";

    /** One call that was taken. */
    record Call(String method, Map<?, ?> body) {
        String text() {
            return (String) body.get("text");
        }

        String channel() {
            return String.valueOf(body.get("channel"));
        }
    }

    /** What the next call gets instead of being looked at. */
    record Canned(int status, String type, String body, Map<String, String> headers) {}

    private final JacksonJson json = new JacksonJson();
    private final HttpServer server;
    private final AtomicInteger times = new AtomicInteger();
    private final Map<String, String> messages = new ConcurrentHashMap<>();
    private final Queue<Canned> canned = new ConcurrentLinkedQueue<>();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final Set<String> unknown = ConcurrentHashMap.newKeySet();

    FakeSlack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api");
    }

    String hook() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/T0/B0/S3CRETHOOK";
    }

    FakeSlack next(int status, String body, String... headers) {
        Map<String, String> all = new ConcurrentHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        canned.add(new Canned(status, body.startsWith("<") ? "text/html" : "application/json", body, all));
        return this;
    }

    List<String> texts() {
        return calls.stream().map(Call::text).toList();
    }

    /** As when somebody deletes every message. */
    void deleteAll() {
        messages.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Canned first = canned.poll();
            if (first != null) {
                first.headers().forEach(exchange.getResponseHeaders()::add);
                answer(exchange, first.status(), first.type(), first.body());
                return;
            }
            String path = exchange.getRequestURI().getPath();
            Map<?, ?> read = (Map<?, ?>) json.read(body);
            String error = wrong(read);
            if (path.startsWith("/services/")) {
                if (error.isEmpty()) {
                    calls.add(new Call("webhook", read));
                }
                answer(exchange, error.isEmpty() ? 200 : 400, "text/html", error.isEmpty() ? "ok" : error);
                return;
            }
            String method = path.substring("/api/".length());
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String said = known ? error.isEmpty() ? api(method, read) : failed(error) : failed("invalid_auth");
            answer(exchange, 200, "application/json; charset=utf-8", said);
        }
    }

    private String api(String method, Map<?, ?> body) {
        String channel = String.valueOf(body.get("channel"));
        if (unknown.contains(channel)) {
            return failed("channel_not_found");
        }
        if (method.equals("chat.update")) {
            String time = String.valueOf(body.get("ts"));
            if (!channel.startsWith("C") || !channel.equals(messages.get(time))) {
                return failed(channel.startsWith("C") ? "message_not_found" : "channel_not_found");
            }
            if (String.valueOf(body.get("text")).length() > 4000) {
                return failed("msg_too_long");
            }
            calls.add(new Call(method, body));
            return "{\"ok\":true,\"channel\":\"" + channel + "\",\"ts\":\"" + time + "\"}";
        }
        Object thread = body.get("thread_ts");
        if (thread != null && !messages.containsKey(thread.toString())) {
            return failed("thread_not_found");
        }
        String id = channel.startsWith("#") ? "C" + channel.substring(1).toUpperCase(java.util.Locale.ROOT) : channel;
        String time = "1700000000." + String.format("%06d", times.incrementAndGet());
        messages.put(time, id);
        calls.add(new Call(method, body));
        return "{\"ok\":true,\"channel\":\"" + id + "\",\"ts\":\"" + time + "\",\"message\":{}}";
    }

    private static String wrong(Map<?, ?> body) {
        String text = String.valueOf(body.get("text"));
        if (text.isBlank() || text.equals("null")) {
            return "no_text";
        }
        if (text.length() > 40_000) {
            return "msg_too_long";
        }
        if (body.get("blocks") instanceof List<?> blocks) {
            return blocks(blocks);
        }
        if (body.get("attachments") instanceof List<?> attachments) {
            for (Object attachment : attachments) {
                if (((Map<?, ?>) attachment).get("blocks") instanceof List<?> blocks
                        && !blocks(blocks).isEmpty()) {
                    return "invalid_attachments";
                }
            }
        }
        return "";
    }

    private static String blocks(List<?> blocks) {
        if (blocks.size() > 50) {
            return "invalid_blocks";
        }
        for (Object block : blocks) {
            Map<?, ?> map = (Map<?, ?>) block;
            if (map.get("text") instanceof Map<?, ?> text) {
                int most = map.get("type").equals("header") ? 150 : 3000;
                if (String.valueOf(text.get("text")).length() > most) {
                    return "invalid_blocks";
                }
            }
            if (map.get("fields") instanceof List<?> fields) {
                boolean wrong = fields.size() > 10
                        || fields.stream()
                                .anyMatch(field -> String.valueOf(((Map<?, ?>) field).get("text"))
                                                .length()
                                        > 2000);
                if (wrong) {
                    return "invalid_blocks";
                }
            }
        }
        return "";
    }

    private static String failed(String error) {
        return "{\"ok\":false,\"error\":\"" + error + "\"}";
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
