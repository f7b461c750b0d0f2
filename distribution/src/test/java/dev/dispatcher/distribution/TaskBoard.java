/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * As much of a Kapacitor as it takes to be given a task and to tell its alert: to the address, with the header and with the fields
 * that the task's script says.
 */
final class TaskBoard implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern POST = Pattern.compile("\\.post\\('([^']+)'\\)");
    private static final Pattern HEADER = Pattern.compile("\\.header\\('([^']+)', '([^']+)'\\)");
    private static final Pattern FIELD = Pattern.compile("\\.field\\('([^']+)', '([^']+)'\\)");

    private final Map<String, String> tasks = new ConcurrentHashMap<>();
    private final HttpServer server;

    TaskBoard() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Everything of the task, as it was sent. */
    String task(String id) {
        return tasks.get(id);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/kapacitor/v1/")) {
            reply(exchange, 404, "{\"error\":\"Not Found\"}");
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                Matcher id = ID.matcher(body);
                assertThat(id.find()).isTrue();
                tasks.put(id.group(1), body);
                reply(exchange, 200, "{}");
            }
            case "GET" -> {
                reply(exchange, 200, "{\"tasks\":[" + String.join(",", tasks.values()) + "]}");
            }
            default -> reply(exchange, 204, "");
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /**
     * Posts an alert of the task as Kapacitor does.
     *
     * @param alert a body of Kapacitor's, with {@code COLUMNS} and {@code VALUES} where those of the script's fields belong
     */
    int tell(String id, String alert) throws IOException, InterruptedException {
        // what JSON makes of quotes and line ends does not matter to the patterns
        String script = tasks.get(id);
        Matcher post = POST.matcher(script);
        Matcher header = HEADER.matcher(script);
        assertThat(post.find()).as(script).isTrue();
        assertThat(header.find()).as(script).isTrue();
        Map<String, String> fields = new TreeMap<>();
        FIELD.matcher(script).results().forEach(field -> fields.put(field.group(1), field.group(2)));
        String columns =
                fields.keySet().stream().map(name -> ",\"" + name + "\"").collect(Collectors.joining());
        String values =
                fields.values().stream().map(value -> ",\"" + value + "\"").collect(Collectors.joining());
        HttpRequest request = HttpRequest.newBuilder(URI.create(post.group(1)))
                .header("Content-Type", "application/json")
                .header("User-Agent", "Go-http-client/1.1")
                .header(header.group(1), header.group(2))
                .POST(HttpRequest.BodyPublishers.ofString(
                        alert.replace(",COLUMNS", columns).replace(",VALUES", values)))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
