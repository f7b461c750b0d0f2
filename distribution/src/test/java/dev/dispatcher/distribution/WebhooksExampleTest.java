/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example {@code webhooks} against servers that refuse what the services refuse by their documentation: Teams' Workflows,
 * Discord's and Mattermost's webhooks, PagerDuty's Events API v2, Jenkins' remote access API.
 */
class WebhooksExampleTest {

    private static final Path EXAMPLE = Archive.HOME.resolve("conf/examples/webhooks");
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private record Call(String path, Map<String, Object> body) {}

    @TempDir
    static Path folder;

    private static final JacksonJson JSON = new JacksonJson();
    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();
    private static final List<String> REFUSED = new CopyOnWriteArrayList<>();
    private static final AtomicInteger LIMITED = new AtomicInteger();
    private static HttpServer server;
    private static Archive archive;

    @BeforeAll
    static void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", WebhooksExampleTest::handle);
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        archive = new Archive(folder);
        archive.dispatcherYaml(Files.readString(EXAMPLE.resolve("dispatcher.yaml")));
        archive.rules(Files.readString(EXAMPLE.resolve("rules.yaml")));
        archive.environment.putAll(Map.of(
                "TEAMS_URL", base + "/teams",
                "DISCORD_URL", base + "/discord",
                "MATTERMOST_URL", base + "/mattermost",
                "PAGERDUTY_URL", base + "/pagerduty",
                "PAGERDUTY_KEY", KEY,
                "JENKINS_URL", base + "/jenkins/job/restart",
                "JENKINS_USER", "robot",
                "JENKINS_TOKEN", "t0ken"));
        archive.run();
    }

    @AfterAll
    static void end() throws InterruptedException {
        archive.close();
        server.stop(0);
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
        REFUSED.clear();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (path.equals("/discord") && LIMITED.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(
                    exchange,
                    429,
                    "{\"message\": \"You are being rate limited.\", \"retry_after\": 0.3, \"global\": false}");
            return;
        }
        try {
            Map<String, Object> body = path.startsWith("/jenkins") ? form(text) : json(text);
            switch (path) {
                case "/teams" -> teams(body);
                case "/discord" -> discord(body);
                case "/mattermost" -> mattermost(body);
                case "/pagerduty" -> pagerDuty(body);
                default -> jenkins(exchange, path);
            }
            CALLS.add(new Call(path, body));
            answer(exchange, path.equals("/discord") ? 204 : path.startsWith("/jenkins") ? 201 : 202, "");
        } catch (AssertionError e) {
            REFUSED.add(path + ": " + e.getMessage());
            answer(exchange, 400, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(String text) {
        try {
            return (Map<String, Object>) Objects.requireNonNull(JSON.read(text.getBytes(UTF_8)));
        } catch (RuntimeException | IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private static Map<String, Object> form(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
        }
        return fields;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> first(Map<String, Object> body, String list) {
        return ((List<Map<String, Object>>) body.get(list)).get(0);
    }

    @SuppressWarnings("unchecked")
    private static void teams(Map<String, Object> body) {
        assertThat(body).containsEntry("type", "message");
        Map<String, Object> attachment = first(body, "attachments");
        assertThat(attachment).containsEntry("contentType", "application/vnd.microsoft.card.adaptive");
        Map<String, Object> card = (Map<String, Object>) attachment.get("content");
        assertThat(card).containsEntry("type", "AdaptiveCard").containsKeys("version", "body");
        assertThat(JSON.write(body).length).isLessThan(28 << 10);
    }

    private static void discord(Map<String, Object> body) {
        assertThat((String) body.get("content")).isNotBlank().hasSizeLessThanOrEqualTo(2000);
        assertThat(body).containsEntry("allowed_mentions", Map.of("parse", List.of()));
    }

    private static void mattermost(Map<String, Object> body) {
        Map<String, Object> attachment = first(body, "attachments");
        assertThat(attachment).containsKeys("fallback", "text", "title");
        assertThat((String) attachment.get("color")).matches("#[0-9a-f]{6}");
        assertThat((String) attachment.get("text")).hasSizeLessThan(16_383);
    }

    @SuppressWarnings("unchecked")
    private static void pagerDuty(Map<String, Object> body) {
        assertThat(body).containsEntry("routing_key", KEY);
        assertThat(body.get("event_action")).isIn("trigger", "acknowledge", "resolve");
        assertThat((String) body.get("dedup_key")).isNotBlank().hasSizeLessThanOrEqualTo(255);
        Map<String, Object> payload = (Map<String, Object>) body.get("payload");
        assertThat((String) payload.get("summary")).isNotBlank().hasSizeLessThanOrEqualTo(1024);
        assertThat((String) payload.get("source")).isNotBlank();
        assertThat(payload.get("severity")).isIn("critical", "error", "warning", "info");
        assertThat(payload.get("custom_details")).isInstanceOf(Map.class);
    }

    private static void jenkins(HttpExchange exchange, String path) {
        assertThat(path).isEqualTo("/jenkins/job/restart/buildWithParameters");
        assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/x-www-form-urlencoded");
        assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("robot:t0ken".getBytes(UTF_8)));
    }

    private static void send(Map<String, Object> event) throws Exception {
        assertThat(archive.post("/events", new String(JSON.write(event), UTF_8)).statusCode())
                .isEqualTo(202);
    }

    private static Map<String, Object> event(String severity, String message) {
        return Map.of(
                "kind", "urn:lag", "severity", severity, "source", "burrow", "incident", "orders", "message", message);
    }

    private static Map<String, Object> arrived(String path) {
        await().atMost(Archive.PATIENCE)
                .until(() -> !REFUSED.isEmpty()
                        || CALLS.stream().anyMatch(call -> call.path().startsWith(path)));
        assertThat(REFUSED).isEmpty();
        return CALLS.stream()
                .filter(call -> call.path().startsWith(path))
                .findFirst()
                .orElseThrow()
                .body();
    }

    @Test
    @SuppressWarnings("unchecked")
    void aCriticalEventIsToldEverywhereCallsSomebodyAndStartsTheJob() throws Exception {
        send(event("critical", "orders is \"behind\" & <@everyone>"));
        assertThat(arrived("/discord")).containsEntry("content", "**CRITICAL** orders is \"behind\" & <@everyone>");
        assertThat(arrived("/teams").toString()).contains("CRITICAL: burrow", "attention");
        assertThat(first(arrived("/mattermost"), "attachments"))
                .containsEntry("text", "orders is \"behind\" & <@everyone>")
                .containsEntry("color", "#a30200");
        Map<String, Object> page = arrived("/pagerduty");
        assertThat(page).containsEntry("event_action", "trigger").containsEntry("dedup_key", "orders");
        assertThat((Map<String, Object>) page.get("payload"))
                .containsEntry("severity", "critical")
                .containsEntry("summary", "orders is \"behind\" & <@everyone>");
        assertThat(arrived("/jenkins"))
                .isEqualTo(Map.of("INCIDENT", "orders", "REASON", "orders is \"behind\" & <@everyone>"));
    }

    @Test
    void theEndResolvesTheSameIncident() throws Exception {
        send(event("resolved", "orders caught up"));
        assertThat(arrived("/pagerduty"))
                .containsEntry("event_action", "resolve")
                .containsEntry("dedup_key", "orders");
        assertThat(arrived("/teams").toString()).contains("good");
        assertThat(CALLS).noneMatch(call -> call.path().startsWith("/jenkins"));
    }

    @Test
    void whatIsTooLongForThemIsCutAndTaken() throws Exception {
        send(event("critical", "ä".repeat(30_000)));
        for (String path : List.of("/discord", "/teams", "/mattermost", "/pagerduty", "/jenkins")) {
            arrived(path);
        }
    }

    @Test
    void whenDiscordSaysTooManyItIsAskedAgain() throws Exception {
        LIMITED.set(1);
        send(event("warning", "a little behind"));
        assertThat(arrived("/discord")).containsEntry("content", "**WARNING** a little behind");
        assertThat(LIMITED).hasValue(0);
    }
}
