/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeTemplate;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.api.testkit.TestEvents;
import dev.dispatcher.core.client.HttpClients;
import dev.dispatcher.core.client.PooledHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkTest {

    private final HttpStub stub = HttpStub.start();
    private final FakeContext context = new FakeContext();

    @AfterEach
    void close() {
        stub.close();
    }

    private void deliver(Hooks hooks, Event... events) throws Exception {
        try (Sink sink = new WebhookFactory().create(hooks.options(), context)) {
            sink.deliver(List.of(events));
        }
    }

    private Hooks hooks() {
        return Hooks.to(stub.uri("/hook"));
    }

    private String body(int request) {
        return stub.requests().get(request).text();
    }

    private static String json(Event... events) {
        return String.join(
                ",",
                Arrays.stream(events)
                        .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                        .toList());
    }

    private static final Event ONE = TestEvents.event("one");
    private static final Event TWO = TestEvents.event("two");
    private static final Event THREE = TestEvents.event("three");

    @Test
    void oneEventIsItsCanonicalJson() throws Exception {
        deliver(hooks(), ONE);
        assertThat(body(0)).isEqualTo(json(ONE));
        HttpStub.Request request = stub.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("content-length")).isEqualTo(String.valueOf(ONE.json().length));
        assertThat(request.headers()).doesNotContainKey("transfer-encoding");
    }

    @Test
    void aBatchIsAnArray() throws Exception {
        context.batch(50);
        deliver(hooks(), ONE, TWO);
        assertThat(body(0)).isEqualTo("[" + json(ONE, TWO) + "]");
    }

    @Test
    void whereBatchesAreConfiguredOneEventIsAnArrayToo() throws Exception {
        context.batch(50);
        deliver(hooks(), ONE);
        assertThat(body(0)).isEqualTo("[" + json(ONE) + "]");
    }

    @Test
    void anArrayCanBeAskedForWithoutBatches() throws Exception {
        Hooks hooks = hooks();
        hooks.format = WebhookOptions.Format.ARRAY;
        deliver(hooks, ONE);
        assertThat(body(0)).isEqualTo("[" + json(ONE) + "]");
    }

    @Test
    void linesCanBeAskedFor() throws Exception {
        Hooks hooks = hooks();
        hooks.format = WebhookOptions.Format.NDJSON;
        hooks.contentType = "application/x-ndjson";
        deliver(hooks, ONE, TWO);
        assertThat(body(0)).isEqualTo(json(ONE) + "\n" + json(TWO) + "\n");
    }

    @Test
    void objectsOfABatchAreRequestsOfTheirOwn() throws Exception {
        context.batch(50);
        Hooks hooks = hooks();
        hooks.format = WebhookOptions.Format.OBJECT;
        deliver(hooks, ONE, TWO);
        assertThat(stub.requests()).extracting(HttpStub.Request::text).containsExactlyInAnyOrder(json(ONE), json(TWO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/", "http://127.1/", "http:///x", "file:///x", "x"})
    void anEventThatLeadsToNoAddressIsGivenUpInsteadOfHoldingUpTheOthers(String address) {
        DeliveryException failure = catchThrowableOfType(
                DeliveryException.class, () -> deliver(Hooks.to("{{ message }}"), TestEvents.event(address)));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "put", "PATCH", "DELETE", "GET", "REPORT"})
    void anyMethodIsSent(String method) throws Exception {
        Hooks hooks = hooks();
        hooks.method = method;
        deliver(hooks, ONE);
        assertThat(stub.requests().get(0).method()).isEqualTo(method.toUpperCase(Locale.ROOT));
        assertThat(body(0)).isEqualTo(method.equals("GET") ? "" : json(ONE));
    }

    @Test
    void aGetOfABatchIsOneRequestForEachEvent() throws Exception {
        context.batch(50);
        Hooks hooks = hooks();
        hooks.method = "GET";
        deliver(hooks, ONE, TWO);
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void aBodyTemplateSeesTheEventAndIsEscapedForJson() throws Exception {
        Event event = TestEvents.event("say \"hi\"\n\\ now");
        deliver(hooks().body("{\"text\": \"{{ message }} on {{ host }}\", \"lag\": {{ lag }}}"), event);
        assertThat(context.json().read(stub.requests().get(0).body()))
                .isEqualTo(Map.of("text", "say \"hi\"\n\\ now on web-1", "lag", 1234L));
        assertThat(context.count("unrenderable")).isZero();
    }

    @Test
    void aBodyTemplateOfABatchSeesAllOfIt() throws Exception {
        context.batch(50);
        deliver(hooks().body("{\"count\": {{ events | length }}}"), ONE, TWO);
        assertThat(body(0)).isEqualTo("{\"count\": 2}");
    }

    @Test
    void aBodyThatIsNoJsonIsReplacedByTheCanonicalOneAndCounted() throws Exception {
        deliver(hooks().body("{\"text\": {{ message }}}"), ONE);
        assertThat(body(0)).isEqualTo(json(ONE));
        assertThat(context.count("unrenderable")).isEqualTo(1);
    }

    @Test
    void aTemplateThatFailsIsReplacedByTheCanonicalBody() throws Exception {
        Hooks hooks = hooks();
        hooks.body = Optional.of(FakeTemplate.broken("{\"text\": \"{{ message }}\"}"));
        deliver(hooks, ONE);
        assertThat(body(0)).isEqualTo(json(ONE));
    }

    @Test
    void aBodyThatIsNotMeantAsJsonIsLeftAlone() throws Exception {
        Hooks hooks = hooks().body("{{ message }}: \"{{ host }}\"");
        hooks.contentType = "text/plain; charset=utf-8";
        deliver(hooks, TestEvents.event("a \"quote\""));
        assertThat(body(0)).isEqualTo("a \"quote\": \"web-1\"");
        assertThat(stub.requests().get(0).header("content-type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void headersAreTemplatesOfOneLine() throws Exception {
        deliver(
                hooks().header("X-Message", "{{ message }}").header("Idempotency-Key", "{{ id }}"),
                TestEvents.event("a\r\nX-Injected: b"));
        HttpStub.Request request = stub.requests().get(0);
        assertThat(request.header("x-message")).isEqualTo("a  X-Injected: b");
        assertThat(request.header("idempotency-key")).startsWith("id-a");
        assertThat(request.headers()).doesNotContainKey("x-injected");
    }

    @Test
    void aContentTypeAmongTheHeadersReplacesOurs() throws Exception {
        deliver(hooks().header("content-type", "application/vnd.x+json"), ONE);
        assertThat(stub.requests().get(0).headers().get("content-type")).containsExactly("application/vnd.x+json");
    }

    @Test
    void valuesInTheAddressArePercentEncoded() throws Exception {
        Hooks hooks = Hooks.to(stub.uri("/").toString() + "{{ message }}/x?k={{ kind }}");
        hooks.allowPrivate = true;
        deliver(hooks, TestEvents.event("a b/../c?d=e&f#g"));
        assertThat(stub.requests().get(0).target()).isEqualTo("/a%20b%2F..%2Fc%3Fd%3De%26f%23g/x?k=urn%3Atest%3Akind");
    }

    @Test
    void theEventsOfABatchGoEachToTheirOwnAddress() throws Exception {
        context.batch(50);
        Hooks hooks = Hooks.to(stub.uri("/").toString() + "{{ message }}");
        hooks.allowPrivate = true;
        deliver(hooks, ONE, TWO);
        assertThat(stub.requests()).extracting(HttpStub.Request::target).containsExactlyInAnyOrder("/one", "/two");
        assertThat(stub.requests()).extracting(HttpStub.Request::text).containsExactlyInAnyOrder(json(ONE), json(TWO));
    }

    @Test
    void anEventMayHoldTheWholeAddressButNotOneOfOurNetwork() throws Exception {
        Event event = ONE.with("callback", stub.uri("/back?a=b").toString());
        Hooks hooks = Hooks.to("{{ callback }}");
        assertThatThrownBy(() -> deliver(hooks, event))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("allow-private");
        assertThat(stub.connections()).isZero();
        hooks.allowPrivate = true;
        deliver(hooks, event);
        assertThat(stub.requests().get(0).target()).isEqualTo("/back?a=b");
    }

    @Test
    void anEventWithoutAnAddressIsGivenUp() {
        assertThatThrownBy(() -> deliver(Hooks.to("{{ callback }}"), ONE))
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.retryable()).isFalse());
    }

    @Test
    void failuresOfSingleRequestsAreToldForTheirEvents() throws Exception {
        context.batch(50);
        Hooks hooks = hooks();
        hooks.per = WebhookOptions.Per.EVENT;
        // connections: 1, so that the answers meet the events in their order
        hooks.http = new dev.dispatcher.api.Http.Settings(
                hooks.http.timeout(), hooks.http.connectTimeout(), 1, 100, false, Optional.empty(), hooks.http.tls());
        stub.then(Answer.status(400), Answer.status(200), Answer.status(503).retryAfter("9"));
        DeliveryException failure =
                catchThrowableOfType(DeliveryException.class, () -> deliver(hooks, ONE, TWO, THREE));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.events()).containsExactly(ONE);
        assertThat(failure.others()).singleElement().satisfies(other -> {
            assertThat(other.retryable()).isTrue();
            assertThat(other.events()).containsExactly(THREE);
            assertThat(other.notBefore()).contains(java.time.Duration.ofSeconds(9));
        });
    }

    @Test
    void onlyTheExpectedStatusesMeanTaken() throws Exception {
        Hooks hooks = hooks();
        hooks.expect = List.of(202, 409);
        stub.then(Answer.status(202), Answer.status(409), Answer.status(200));
        deliver(hooks, ONE);
        deliver(hooks, ONE);
        assertThatThrownBy(() -> deliver(hooks, ONE))
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.retryable()).isFalse());
    }

    @Test
    void everythingHoldsWithTheRealClient() throws Exception {
        try (HttpClients clients = new HttpClients()) {
            context.client(clients::open).batch(50);
            Hooks hooks = hooks().body("{\"n\": {{ events | length }}}").header("X-Kind", "{{ kind }}");
            deliver(hooks, ONE, TWO);
            Hooks single = Hooks.to(stub.uri("/").toString() + "{{ message }}");
            assertThatThrownBy(() -> deliver(single, ONE)).hasMessageContaining("allow-private");
            single.allowPrivate = true;
            deliver(single, ONE);
        }
        assertThat(stub.requests()).hasSize(2);
        assertThat(body(0)).isEqualTo("{\"n\": 2}");
        assertThat(stub.requests().get(0).header("x-kind")).isEqualTo("urn:test:kind");
        assertThat(stub.requests().get(0).header("content-length")).isEqualTo("8");
        assertThat(stub.requests().get(1).target()).isEqualTo("/one");
    }

    @Test
    void aThousandEventsUseTheConnectionAgain() throws Exception {
        try (HttpClients clients = new HttpClients()) {
            PooledHttp http = clients.open(dev.dispatcher.api.Http.Settings.DEFAULTS);
            context.client(settings -> http);
            try (Sink sink = new WebhookFactory().create(hooks().options(), context)) {
                for (int i = 0; i < 1000; i++) {
                    sink.deliver(List.of(ONE));
                }
            }
            http.close();
        }
        assertThat(stub.requests()).hasSize(1000);
        assertThat(stub.connections()).isEqualTo(1);
    }
}
