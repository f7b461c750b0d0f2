/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PooledHttpTest extends ClientFixture {

    @Test
    void sendsMethodPathQueryHeadersAndBody() throws Exception {
        stub.always(Answer.status(201).with("X-Id", "7").body("made"));
        Http.Response answer = open(patient())
                .send(new Http.Request(
                        "PATCH",
                        stub.uri("/a%20b/%7Bc%7D?d=%26&e"),
                        Map.of("X-Word", "grün", "Content-Type", "application/json"),
                        "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8),
                        false));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("x-id")).isEqualTo("7");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("made");
        HttpStub.Request request = stub.requests().get(0);
        assertThat(request.method()).isEqualTo("PATCH");
        assertThat(request.target()).isEqualTo("/a%20b/%7Bc%7D?d=%26&e");
        assertThat(request.text()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(request.header("content-length")).isEqualTo("10");
        assertThat(request.headers()).doesNotContainKeys("transfer-encoding", "upgrade", "accept-encoding", "expect");
        assertThat(request.header("host")).isEqualTo("127.0.0.1:" + stub.port());
        assertThat(new String(request.header("x-word").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .isEqualTo("grün");
    }

    @Test
    void aPostWithoutBodySaysSo() throws Exception {
        open(patient()).send(post("/", ""));
        assertThat(stub.requests().get(0).header("content-length")).isEqualTo("0");
    }

    @Test
    void anAddressWithoutPathAsksForTheRoot() throws Exception {
        open(patient()).send(Http.Request.get(URI.create("http://127.0.0.1:" + stub.port())));
        assertThat(stub.requests().get(0).target()).isEqualTo("/");
    }

    @Test
    void credentialsOfTheAddressBecomeAHeader() throws Exception {
        open(patient()).send(Http.Request.get(URI.create("http://user:pass@127.0.0.1:" + stub.port() + "/x")));
        assertThat(stub.requests().get(0).header("authorization")).isEqualTo("Basic dXNlcjpwYXNz");
    }

    @Test
    void noHeaderCanBeSmuggledIn() throws Exception {
        open(patient()).send(post("/", "x").with("X-Text", "a\r\nX-Injected: yes\u0000"));
        assertThat(stub.requests().get(0).headers()).doesNotContainKey("x-injected");
        assertThat(stub.requests().get(0).header("x-text")).isEqualTo("a  X-Injected: yes");
    }

    @Test
    void followsNoRedirectAndKeepsNoCookie() throws Exception {
        PooledHttp http = open(patient());
        stub.then(Answer.status(302).with("Location", "/elsewhere").with("Set-Cookie", "a=b"));
        assertThat(http.send(post("/", "x")).status()).isEqualTo(302);
        http.send(post("/", "x"));
        assertThat(stub.requests())
                .hasSize(2)
                .noneMatch(request -> request.headers().containsKey("cookie"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 429, 500, 503})
    void retriesNothing(int status) throws Exception {
        stub.always(Answer.status(status).retryAfter("0").with("WWW-Authenticate", "Basic realm=\"x\""));
        assertThat(open(patient()).send(post("/", "x")).status()).isEqualTo(status);
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void compressedAnswersAreNotUnpacked() throws Exception {
        stub.always(Answer.status(200).with("Content-Encoding", "gzip").body("as it is"));
        assertThat(open(patient()).send(post("/", "x")).body()).isEqualTo("as it is".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aThousandRequestsShareAConnection() throws Exception {
        PooledHttp http = open(patient());
        stub.always(Answer.status(200).body("ok"));
        for (int i = 0; i < 1000; i++) {
            http.send(post("/" + i, "x"));
        }
        assertThat(stub.requests()).hasSize(1000);
        assertThat(stub.connections()).isEqualTo(1);
    }

    @Test
    void anAnswerOfExactlyTheLimitKeepsTheConnection() throws Exception {
        PooledHttp http = open(settings(Duration.ofSeconds(10), 1, 4, false));
        stub.always(Answer.status(200).body("four"));
        http.send(post("/", "x"));
        assertThat(http.send(post("/", "x")).body()).hasSize(4);
        assertThat(stub.connections()).isEqualTo(1);
    }

    @Test
    void aHugeAnswerIsCutAndTheClientGoesOn() throws Exception {
        PooledHttp http = open(settings(Duration.ofSeconds(20), 1, 1000, false));
        stub.then(Answer.endless());
        assertThat(http.send(post("/", "x")).body()).hasSize(1000);
        assertThat(http.send(post("/", "x")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.Way.class,
            names = {"HANG", "DRIP"})
    void theDeadlineHoldsForTheWholeAnswer(Answer.Way way) {
        stub.always(Answer.status(200).going(way));
        assertThatThrownBy(() -> open(impatient()).send(post("/secret-path?token=secret", "x")))
                .isInstanceOf(IOException.class)
                .hasMessage("no whole answer from 127.0.0.1:" + stub.port() + " within 300 ms");
    }

    @Test
    void theDeadlineHoldsAlsoForWaitingForAConnection() throws Exception {
        PooledHttp http = open(settings(Duration.ofMillis(500), 1, 100, false));
        stub.always(Answer.hang());
        List<Http.Result> results = http.sendAll(List.of(post("/", "x"), post("/", "x")));
        assertThat(results).allSatisfy(result -> assertThat(result.failure()).isPresent());
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.Way.class,
            names = {"CLOSE", "HALF", "GARBAGE"})
    void aBrokenAnswerIsAnIoExceptionThatTellsNoPath(Answer.Way way) {
        stub.always(Answer.status(200).body("begun").going(way));
        assertThatThrownBy(() -> open(patient())
                        .send(post("/secret-path?token=secret", "x").with("Authorization", "Bearer secret")))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(stackTrace(e))
                        .contains("127.0.0.1:" + stub.port())
                        .doesNotContain("secret"));
    }

    @Test
    void nobodyThereIsAnIoExceptionThatTellsNoPath() {
        URI nobody = URI.create(HttpStub.nobody("/secret").toString().replace("http://", "http://user:secret@"));
        assertThatThrownBy(() -> open(patient()).send(Http.Request.get(nobody)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + nobody.getPort())
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("secret"));
    }

    @Test
    void anUnknownNameIsAnIoException() {
        assertThatThrownBy(
                        () -> open(patient()).send(Http.Request.get(URI.create("http://no.such.host.invalid/secret"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host.invalid")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("secret"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.Way.class,
            names = {"HANG", "DRIP"})
    void endsWithinTwoSecondsOfAnInterrupt(Answer.Way way) throws Exception {
        stub.always(Answer.status(200).going(way));
        PooledHttp http = open(patient());
        FutureTask<Throwable> call = new FutureTask<>(() -> failure(() -> http.send(post("/", "x"))));
        Thread thread = new Thread(call);
        thread.start();
        await().until(() -> !stub.requests().isEmpty());
        thread.interrupt();
        assertThat(call.get(2, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void manyAtOnceEndWithinTwoSecondsOfAnInterrupt() throws Exception {
        stub.always(Answer.hang());
        PooledHttp http = open(patient());
        FutureTask<Throwable> call = new FutureTask<>(() ->
                failure(() -> http.sendAll(List.of(post("/", "x"), post("/", "x"), post("/", "x")))));
        Thread thread = new Thread(call);
        thread.start();
        await().until(() -> stub.requests().size() == 3);
        thread.interrupt();
        assertThat(call.get(2, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptBeforehandSendsNothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> open(patient()).send(post("/", "x"))).isInstanceOf(InterruptedException.class);
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void aPortThatCannotBeIsAnIoExceptionAndHurtsNoOtherRequest() throws Exception {
        Http.Request wrong = fromEvent(URI.create("http://user:secret@127.0.0.1:99999/secret"));
        assertThatThrownBy(() -> open(patient()).send(wrong))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(stackTrace(e)).contains("99999").doesNotContain("secret"));
        List<Http.Result> results = open(patient()).sendAll(List.of(post("/", "x"), wrong, post("/", "x")));
        assertThat(results).extracting(result -> result.response().isPresent()).containsExactly(true, false, true);
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Throwable failure(Action action) {
        try {
            action.run();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void anInterruptedCallLeavesTheClientUsable() throws Exception {
        endsWithinTwoSecondsOfAnInterrupt(Answer.Way.HANG);
        stub.always(Answer.status(200));
        assertThat(opened.get(0).send(post("/", "x")).status()).isEqualTo(200);
    }

    @Test
    void aConnectionThatTheServerEndedWhileIdleLosesNoRequest() throws Exception {
        PooledHttp http = open(patient());
        http.send(post("/first", "x"));
        stub.disconnect();
        // either the connection is found to be gone, or its caller is told: nothing is taken for sent that was not
        await().until(() -> {
            try {
                return http.send(post("/second", "x")).status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void severalAreSentSideBySideAndAnsweredInOrder() throws Exception {
        PooledHttp http = open(settings(Duration.ofSeconds(20), 4, 100, false));
        stub.always(Answer.status(200).after(Duration.ofMillis(20)));
        List<Http.Request> requests =
                IntStream.range(0, 40).mapToObj(i -> post("/" + i, "x")).toList();
        List<Http.Result> results = http.sendAll(requests);
        assertThat(results)
                .hasSize(40)
                .allSatisfy(result -> assertThat(result.response()).isPresent());
        assertThat(stub.requests()).hasSize(40);
        assertThat(stub.connections()).isBetween(2, 4);
    }

    @Test
    void oneFailureAmongSeveralIsItsOwn() throws Exception {
        List<Http.Result> results = open(patient())
                .sendAll(List.of(post("/", "x"), Http.Request.get(HttpStub.nobody("/")), post("/", "x")));
        assertThat(results.get(0).response()).isPresent();
        assertThat(results.get(1).failure()).isPresent();
        assertThat(results.get(1).response()).isEmpty();
        assertThat(results.get(2).response()).isPresent();
    }

    @Test
    void nothingToSendIsNoRequest() throws Exception {
        assertThat(open(patient()).sendAll(List.of())).isEmpty();
    }

    @Test
    void refusesWhatIsNoWebAddress() {
        assertThatThrownBy(() -> open(patient()).send(Http.Request.get(URI.create("file:///etc/passwd"))))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("passwd");
    }

    @Test
    void closesTwiceAndEndsItsConnections() throws Exception {
        PooledHttp http = open(patient());
        http.send(post("/", "x"));
        http.close();
        http.close();
        assertThatThrownBy(() -> http.send(post("/", "x"))).isInstanceOf(IOException.class);
    }
}
