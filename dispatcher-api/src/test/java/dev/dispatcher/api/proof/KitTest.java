/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.CollectingSink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.FakeTemplate;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.api.testkit.TestEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit's fakes do what the host does. */
class KitTest {

    private final FakeContext context = new FakeContext();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void jsonIsReadAndWrittenInPlainValues() throws Exception {
        String text = "{\"a\":[1,1.50,true,null,\"x\\\"\\u00e4\\n\"],\"b\":{},\"c\":[]}";
        Object value = context.json().read(utf8(text));
        assertThat(value)
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(1L, new BigDecimal("1.50"), true, null, "x\"ä\n"),
                        "b",
                        Map.of(),
                        "c",
                        List.of()));
        assertThat(context.json().read(context.json().write(value))).isEqualTo(value);
        assertThatThrownBy(() -> context.json().write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "01",
                "1 2",
                "{a:1}",
                "\"\\x\"",
                "nul",
                "[1",
                "\"a",
                "'a'",
                "{\"a\" 1}"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> context.json().read(utf8(text)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void eventsAreReadFlatAndCompleted() {
        Events.Reading reading = context.events()
                .read(utf8("[{\"message\":\"m\",\"a\":{\"b\":[1,2]}},{\"kind\":\"x\"},5]"), Events.Format.JSON);
        assertThat(reading.total()).isEqualTo(3);
        assertThat(reading.indexes()).containsExactly(0);
        assertThat(reading.faults()).extracting(Events.Fault::index).containsExactly(1, 2);
        Event event = reading.events().get(0);
        assertThat(event.get("a.b.1")).isEqualTo(2L);
        assertThat(event.kind()).isEqualTo("unknown");
        assertThat(event.timestamp()).isEqualTo(FakeContext.START);
        assertThat(context.refused()).isEqualTo(2);
    }

    @Test
    void linesAreReadOneByOne() {
        Events.Reading reading = context.events()
                .read(utf8("{\"message\":\"ä\"}\n\n{broken\n{\"message\":\"b\"}\n"), Events.Format.NDJSON);
        assertThat(reading.events()).extracting(Event::message).containsExactly("ä", "b");
        assertThat(reading.indexes()).containsExactly(0, 2);
        assertThat(reading.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(3);
            assertThat(fault.index()).isEqualTo(1);
        });
    }

    @Test
    void templatesEscapeByWhereTheTextGoes() {
        Event event = TestEvents.event("<a \"b\">\n&").with("a.b", 7);
        Template template = FakeTemplate.of("{{ message }}/{{ a.b }}/{{ event['a.b'] }}/{{ nothing }}");
        assertThat(template.render(event, Template.Escape.NONE)).isEqualTo("<a \"b\">\n&/7/7/");
        assertThat(template.render(event, Template.Escape.JSON)).isEqualTo("<a \\\"b\\\">\\u000a&/7/7/");
        assertThat(template.render(event, Template.Escape.HTML)).isEqualTo("&lt;a &quot;b&quot;&gt;\n&amp;/7/7/");
        assertThat(template.render(event, Template.Escape.SLACK)).isEqualTo("&lt;a \"b\"&gt;\n&amp;/7/7/");
        assertThat(template.render(event, Template.Escape.HEADER)).isEqualTo("<a \"b\"> &/7/7/");
        assertThat(template.render(event, Template.Escape.URL)).isEqualTo("%3Ca%20%22b%22%3E%0A%26/7/7/");
        assertThat(template.constant()).isFalse();
        assertThat(FakeTemplate.of("x").constant()).isTrue();
        assertThat(FakeTemplate.broken("x").render(event, Template.Escape.NONE, () -> "safe"))
                .isEqualTo("safe");
    }

    @Test
    void theClosestRouteIsCalledWithItsValues() throws Exception {
        context.route(new Route(
                "GET", "/a/{b}", Route.Access.READ, true, request -> Route.Response.text(200, request.pathValue("b"))));
        context.route(new Route("GET", "/a/c", Route.Access.READ, true, request -> Route.Response.of(204)));
        assertThat(((Route.Bytes) context.call(FakeRequest.get("/a/x")).body()).bytes())
                .isEqualTo(utf8("x"));
        assertThat(context.call(FakeRequest.get("/a/c")).status()).isEqualTo(204);
        assertThat(context.call(FakeRequest.get("/a/x/y")).status()).isEqualTo(404);
        assertThat(context.call(FakeRequest.of("POST", "/a/c")).status()).isEqualTo(404);
    }

    @Test
    void logLinesKeepTheirStackTraces() {
        context.logger().warn("broken {}", "thing", new IOException("reason"));
        assertThat(context.log())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("WARN broken thing").contains("java.io.IOException: reason"));
    }

    @Test
    void countersAreNamedAsTheHostWantsThem() {
        context.counter("too_long").add(2);
        assertThat(context.count("too_long")).isEqualTo(2);
        assertThat(context.count("never")).isZero();
        assertThatThrownBy(() -> context.counter("Too Long")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theClockMovesOnlyWhenTold() {
        context.clock().advance(Duration.ofSeconds(5));
        assertThat(context.clock().instant()).isEqualTo(FakeContext.START.plusSeconds(5));
    }

    @Test
    void aCollectingSinkRefusesAsTold() throws Exception {
        CollectingSink sink = new CollectingSink().refuse(DeliveryException.retryable("full"), new IOException("x"));
        List<Event> batch = List.of(TestEvents.event("x"));
        assertThatThrownBy(() -> sink.deliver(batch)).isInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> sink.deliver(batch)).isInstanceOf(IOException.class);
        sink.deliver(batch);
        assertThat(sink.events()).hasSize(1);
        assertThat(sink.entered()).isEqualTo(3);
    }

    @Test
    void theClientKeepsToItsSettings() throws Exception {
        try (HttpStub stub = HttpStub.start()) {
            Http http = context.http(new Http.Settings(
                    Duration.ofMillis(400),
                    Duration.ofSeconds(1),
                    2,
                    1000,
                    false,
                    Optional.empty(),
                    Http.Tls.DEFAULTS));
            Http.Request get = Http.Request.get(stub.uri("/"));
            stub.then(Answer.endless());
            assertThat(http.send(get).body()).hasSize(1000);
            stub.then(Answer.drip());
            assertThatThrownBy(() -> http.send(get)).hasMessageContaining("400 ms");
            Http.Request fromEvent = new Http.Request("GET", get.uri(), Map.of(), new byte[0], true);
            assertThatThrownBy(() -> http.send(fromEvent)).hasMessageContaining("allow-private");
            List<Http.Result> results = http.sendAll(List.of(fromEvent, Http.Request.get(HttpStub.nobody("/"))));
            assertThat(results)
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result.failure()).isPresent());
        }
    }

    @Test
    void theStubPlaysItsScript() throws Exception {
        try (HttpStub stub = HttpStub.start()) {
            stub.then(Answer.status(503).retryAfter("5"), Answer.status(201).body("made"));
            Http.Request post = Http.Request.post(stub.uri("/x?y"), "text/plain", utf8("hello"));
            assertThat(context.http().send(post).header("retry-after")).isEqualTo("5");
            assertThat(new String(context.http().send(post).body(), StandardCharsets.UTF_8))
                    .isEqualTo("made");
            assertThat(context.http().send(post).status()).isEqualTo(200);
            assertThat(stub.requests()).hasSize(3).allSatisfy(request -> {
                assertThat(request.target()).isEqualTo("/x?y");
                assertThat(request.text()).isEqualTo("hello");
                assertThat(request.header("Content-Type")).isEqualTo("text/plain");
            });
        }
    }
}
