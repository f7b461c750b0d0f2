/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Secret;
import dev.dispatcher.core.server.HttpOptions;
import dev.dispatcher.core.server.HttpServer;
import dev.dispatcher.core.server.RouteTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other tools send, through the real server. */
class WebhooksTest {

    private static final String ALERT = "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"Down\"},"
            + "\"annotations\":{\"summary\":\"it is down\"},\"startsAt\":\"2026-11-20T09:00:00Z\"}]}";
    private static final String VERIFIED = "extends: github\nverify: {github: {secret: s3cret}}\n";

    private final List<Event> taken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;

    private void start(HttpOptions options, HttpPortalFactory.Options portal) throws IOException {
        Context context = new Context(refused, Map.of("hub", VERIFIED));
        HttpPortal made = (HttpPortal) new HttpPortalFactory().create(portal, context);
        made.start(taken::addAll);
        server = HttpServer.start(options.listening("127.0.0.1:0"));
        server.use(RouteTable.of(context.routes()));
    }

    private void start() throws IOException {
        start(HttpOptions.DEFAULTS, HttpPortalFactory.Options.at("/events"));
    }

    private void startWithToken() throws IOException {
        HttpOptions.Token token = new HttpOptions.Token("me", new Secret("t0ken"), List.of(Access.SUBMIT));
        HttpOptions none = HttpOptions.DEFAULTS;
        start(
                new HttpOptions(
                        none.listen(),
                        false,
                        List.of(token),
                        none.hosts(),
                        none.origins(),
                        none.proxies(),
                        none.limits()),
                HttpPortalFactory.Options.at("/events"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAdaptersEventsAreTaken() throws Exception {
        start();
        HttpResponse<String> answer = send("POST", "/webhooks/alertmanager", ALERT, "Content-Type", "application/json");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"accepted\":1");
        assertThat(taken).extracting(Event::message).containsExactly("it is down");
    }

    @Test
    void burrowClosesByDeleteWithABodyAndPrometheusHasItsOwnPath() throws Exception {
        start();
        String open =
                "{\"Event\":{\"ID\":\"x\",\"Result\":{\"group\":\"g\",\"cluster\":\"c\",\"status\":\"ERR\",\"totallag\":5}}}";
        assertThat(send("POST", "/burrow", open).statusCode()).isEqualTo(202);
        assertThat(send("DELETE", "/burrow", open.replace("ERR", "OK")).statusCode())
                .isEqualTo(202);
        assertThat(send("POST", "/api/v2/alerts", "[{\"labels\":{\"alertname\":\"Down\"}}]")
                        .statusCode())
                .isEqualTo(202);
        assertThat(taken).extracting(event -> event.text("state").orElse("-")).containsExactly("open", "close", "-");
    }

    @Test
    void whatAnAdapterCannotReadIsSaid() throws Exception {
        start();
        assertThat(send("POST", "/webhooks/github", "{").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/webhooks/github", "3").statusCode()).isEqualTo(422);
        HttpResponse<String> unknown = send("POST", "/webhooks/githup", "{}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("github");
        assertThat(send("POST", "/webhooks/..%2Fgithub", "{}").statusCode()).isIn(400, 404);
        assertThat(send("GET", "/webhooks/github", "").statusCode()).isEqualTo(405);
        assertThat(refused).hasValue(2);
        assertThat(taken).isEmpty();
    }

    @Test
    void aSignedRequestNeedsNoTokenAndAnUnsignedOneDoes() throws Exception {
        startWithToken();
        String body = "{\"zen\":\"keep it simple\"}";
        assertThat(send("POST", "/webhooks/hub", body, "X-Hub-Signature-256", signature(body))
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> unsigned = send("POST", "/webhooks/hub", body);
        HttpResponse<String> forged = send("POST", "/webhooks/hub", body, "X-Hub-Signature-256", signature(body + " "));
        HttpResponse<String> tokenAlone = send("POST", "/webhooks/hub", body, "Authorization", "Bearer t0ken");
        HttpResponse<String> noToken = send("POST", "/webhooks/github", body);
        HttpResponse<String> nothingThere = send("POST", "/webhooks/nothing", body);
        for (HttpResponse<String> answer : List.of(unsigned, forged, tokenAlone, noToken, nothingThere)) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("{\"error\":\"the sender could not be verified\"}");
        }
        assertThat(send("POST", "/webhooks/github", body, "Authorization", "Bearer t0ken")
                        .statusCode())
                .isEqualTo(202);
        assertThat(taken).hasSize(2);
    }

    @Test
    void cloudEventsOfAllModesAreTakenAtTheUsualPath() throws Exception {
        start();
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"message\":\"m\"}}";
        assertThat(send("POST", "/events", event, "Content-Type", "application/cloudevents+json")
                        .statusCode())
                .isEqualTo(202);
        assertThat(send("POST", "/events", "[" + event + "]", "Content-Type", "application/cloudevents-batch+json")
                        .statusCode())
                .isEqualTo(202);
        assertThat(send(
                                "POST",
                                "/events",
                                "{\"message\":\"m\"}",
                                "Content-Type",
                                "application/json",
                                "ce-specversion",
                                "1.0",
                                "ce-id",
                                "1",
                                "ce-source",
                                "/s",
                                "ce-type",
                                "t")
                        .statusCode())
                .isEqualTo(202);
        assertThat(taken).hasSize(3).allMatch(one -> one.key().orElse("").equals("ce /s 1"));
        assertThat(taken).extracting(Event::message).containsOnly("m");
        HttpResponse<String> old =
                send("POST", "/events", event.replace("1.0", "0.3"), "Content-Type", "application/cloudevents+json");
        assertThat(old.statusCode()).isEqualTo(400);
        assertThat(old.body()).contains("specversion");
        assertThat(send("POST", "/events", "[]", "Content-Type", "application/cloudevents-batch+json")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void webhooksCanBeSwitchedOffAndMoved() throws Exception {
        start(HttpOptions.DEFAULTS, new HttpPortalFactory.Options("/in", "off", Map.of("/am", "alertmanager")));
        assertThat(send("POST", "/webhooks/alertmanager", ALERT).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/burrow", "{}").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/am", ALERT).statusCode()).isEqualTo(202);
    }

    @Test
    void pathsThatCannotBeAreRefused() throws Exception {
        start();
        assertThatThrownBy(() -> new HttpPortalFactory.Options("/events", "hooks", Map.of()))
                .hasMessageContaining("webhooks");
        assertThatThrownBy(() -> new HttpPortalFactory.Options("/events", "/w", Map.of("/events", "github")))
                .hasMessageContaining("/events");
        assertThatThrownBy(() -> new HttpPortalFactory.Options("/events", "/w", Map.of("/a/{b}", "github")))
                .hasMessageContaining("placeholder");
    }
}
