/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.server.HttpOptions;
import dev.dispatcher.core.server.HttpServer;
import dev.dispatcher.core.server.RouteTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPortalTest {

    private static final JacksonJson JSON = new JacksonJson();

    private final List<Event> taken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Sink intake = taken::addAll;
    private HttpServer server;
    private HttpPortal portal;

    @BeforeEach
    void start() throws IOException {
        Context context = new Context(refused);
        portal = (HttpPortal) new HttpPortalFactory().create(HttpPortalFactory.Options.at("/events"), context);
        portal.start(batch -> intake.deliver(batch));
        server = HttpServer.start(HttpOptions.DEFAULTS.listening("127.0.0.1:0"));
        server.use(RouteTable.of(context.routes()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String path, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .POST(BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return post("/events", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> map(HttpResponse<String> response) throws IOException {
        return (Map<?, ?>) JSON.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static List<?> list(HttpResponse<String> response, String name) throws IOException {
        return (List<?>) map(response).get(name);
    }

    @Test
    void oneEventIsTakenAndItsIdTold() throws Exception {
        HttpResponse<String> response = post("{\"message\":\"x\"}");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(taken).hasSize(1);
        assertThat(response.body())
                .isEqualTo("{\"accepted\":1,\"ids\":[\"" + taken.get(0).id() + "\"]}");
    }

    @Test
    void anArrayIsTakenInOneDelivery() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        intake = batch -> {
            deliveries.incrementAndGet();
            taken.addAll(batch);
        };
        HttpResponse<String> response = post("[{\"message\":\"a\",\"id\":\"1\"},{\"message\":\"b\",\"id\":\"2\"}]");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(list(response, "ids")).isEqualTo(List.of("1", "2"));
        assertThat(taken).extracting(Event::message).containsExactly("a", "b");
        assertThat(deliveries).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none,202",
                "application/json,202",
                "Application/JSON; charset=utf-8,202",
                "application/x-www-form-urlencoded,202",
                "text/plain,202",
                "application/xml,415",
                "application/x-ndjson,202",
                "multipart/form-data; boundary=x,415"
            })
    void theContentTypeDecidesUnlessItSaysNothing(String type, int status) throws Exception {
        byte[] body = "{\"message\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(post("/events", type, body).statusCode()).isEqualTo(status);
        assertThat(taken).hasSize(status == 202 ? 1 : 0);
    }

    @Test
    void linesAndGzipAreTaken() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(body)) {
            out.write("{\"message\":\"x\"}\n".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> response =
                post("/events", "application/x-ndjson", body.toByteArray(), "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(map(response).get("accepted")).isEqualTo(5000L);
        assertThat(taken).hasSize(5000);
    }

    @Test
    void oneBadEventRefusesTheBatchAndIsNamed() throws Exception {
        HttpResponse<String> response = post("[{\"message\":\"a\"},\n{\"message\":\"b\",\n\"severity\":5},{\"x\":1}]");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(taken).isEmpty();
        assertThat(refused).hasValue(3);
        assertThat(list(response, "faults"))
                .isEqualTo(List.of(
                        Map.of(
                                "index",
                                1L,
                                "line",
                                3L,
                                "field",
                                "severity",
                                "error",
                                "a text is expected, not a number"),
                        Map.of("index", 2L, "line", 3L, "field", "message", "error", "the field is missing")));
        assertThat(map(response).get("error"))
                .isEqualTo("none of the 3 events is taken, since 2 are wrong: event 1, line 3: field 'severity':"
                        + " a text is expected, not a number");
    }

    @Test
    void partialTakesTheGoodOnesAndTellsOfEach() throws Exception {
        byte[] body = "{\"message\":\"a\",\"id\":\"1\"}\n{broken\n{\"message\":\"c\",\"id\":\"3\"}"
                .getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = post("/events?partial=true", "application/x-ndjson", body);
        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(taken).extracting(Event::id).containsExactly("1", "3");
        assertThat(map(response).get("accepted")).isEqualTo(2L);
        assertThat(map(response).get("refused")).isEqualTo(1L);
        List<?> results = list(response, "results");
        assertThat(results).hasSize(3);
        assertThat(results.get(0)).isEqualTo(Map.of("index", 0L, "id", "1"));
        assertThat((Map<?, ?>) results.get(1)).extracting("line").isEqualTo(2L);
        assertThat(results.get(2)).isEqualTo(Map.of("index", 2L, "id", "3"));

        body = "[{\"message\":\"a\"}]".getBytes(StandardCharsets.UTF_8);
        assertThat(post("/events?partial=true", "application/json", body).statusCode())
                .isEqualTo(202);
        body = "[{},{}]".getBytes(StandardCharsets.UTF_8);
        assertThat(post("/events?partial=true", "application/json", body).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no event",
                "[]|no event",
                "{|the JSON ends too early",
                "nonsense|not JSON",
                "{}|the field is missing"
            })
    void whatIsNoEventIsRefused(String body, String reason) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat((String) map(response).get("error")).contains(reason);
    }

    @Test
    void whatIsTooLargeIs413() throws Exception {
        assertThat(post("{\"message\":\"" + "x".repeat(70_000) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(post("[" + "{\"message\":\"x\"},".repeat(10_000) + "{\"message\":\"x\"}]")
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("x".repeat(2_000_000)).statusCode()).isEqualTo(413);
        assertThat(taken).isEmpty();
    }

    @Test
    void whatIntakeDoesNotTakeIsNeverAcknowledged() throws Exception {
        intake = batch -> {
            throw DeliveryException.retryable(DeliveryException.Reason.OVERFLOW, "the queue of 'ops' is full", null)
                    .notBefore(Duration.ofMillis(1500));
        };
        HttpResponse<String> full = post("{\"message\":\"x\"}");
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(full.body()).isEqualTo("{\"error\":\"the queue of 'ops' is full\"}");

        intake = batch -> {
            throw DeliveryException.retryable(DeliveryException.Reason.RATE_LIMITED, "slower", null);
        };
        assertThat(post("{\"message\":\"x\"}").statusCode()).isEqualTo(429);
        assertThat(post("{\"message\":\"x\"}").headers().firstValue("Retry-After"))
                .hasValue("1");

        intake = batch -> {
            throw DeliveryException.permanent("never");
        };
        assertThat(post("{\"message\":\"x\"}").statusCode()).isEqualTo(400);

        intake = batch -> {
            throw DeliveryException.permanent(DeliveryException.Reason.SERVER, "taken, and a sink gave it up", null);
        };
        assertThat(post("{\"message\":\"x\"}").statusCode()).isEqualTo(502);

        intake = batch -> {
            throw new IOException("disk");
        };
        assertThat(post("{\"message\":\"x\"}").statusCode()).isEqualTo(503);

        intake = batch -> {
            throw new IllegalStateException("bug");
        };
        assertThat(post("{\"message\":\"x\"}").statusCode()).isEqualTo(500);

        intake = taken::addAll;
        portal.close();
        portal.close();
        assertThat(post("{\"message\":\"x\"}").statusCode()).isEqualTo(503);
        assertThat(taken).isEmpty();
    }

    @Test
    void theFactoryIsFoundAndItsPathChecked() {
        assertThat(ServiceLoader.load(PortalFactory.class)).hasAtLeastOneElementOfType(HttpPortalFactory.class);
        assertThatThrownBy(() -> HttpPortalFactory.Options.at("events"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slash");
    }

    @Test
    void moreThanAQueueCanEverHoldIsALimit() throws Exception {
        intake = batch -> {
            throw DeliveryException.permanent(DeliveryException.Reason.OVERFLOW, "send fewer events at once", null);
        };
        HttpResponse<String> response = post("{\"message\":\"x\"}");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(map(response).get("error")).isEqualTo("send fewer events at once");
    }

    @Test
    void inPartEachEventHasItsResultHoweverManyAreWrong() throws Exception {
        String bad = "{\"kind\":\"a\"}\n".repeat(250);
        HttpResponse<String> response = post(
                "/events?partial=true",
                "application/x-ndjson",
                ("{\"message\":\"x\"}\n" + bad + "{\"message\":\"y\"}\n").getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(map(response).get("accepted")).isEqualTo(2L);
        assertThat(map(response).get("refused")).isEqualTo(250L);
        List<?> results = list(response, "results");
        for (int i = 0; i < 252; i++) {
            Map<?, ?> result = (Map<?, ?>) results.get(i);
            assertThat(result.get("index")).isEqualTo((long) i);
            assertThat(result.containsKey("id")).isEqualTo(i == 0 || i == 251);
            assertThat(result.containsKey("error")).isEqualTo(i != 0 && i != 251);
        }
    }
}
