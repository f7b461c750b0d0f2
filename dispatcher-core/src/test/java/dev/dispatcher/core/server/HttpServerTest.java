/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Handler;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Secret;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.server.HttpCounts.Reason;
import dev.dispatcher.core.server.HttpOptions.Token;
import dev.dispatcher.core.server.RawClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

    private static final HttpLimits LIMITS = new HttpLimits(
            new ByteSize(1 << 20),
            new ByteSize(2 << 20),
            new ByteSize(3 << 20),
            new ByteSize(8 << 10),
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch hold = new CountDownLatch(1);
    private HttpServer server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws IOException {
        start(options(List.of(), LIMITS));
    }

    private static HttpOptions options(List<Token> tokens, HttpLimits limits) {
        return new HttpOptions(
                "127.0.0.1:0",
                false,
                tokens,
                List.of(),
                List.of("https://console.example"),
                List.of("127.0.0.1", "10.0.0.1", "172.16.0.0/12"),
                limits);
    }

    private void start(HttpOptions options) throws IOException {
        if (server != null) {
            server.close();
        }
        server = HttpServer.start(options);
        address = server.address();
        server.use(RouteTable.of(List.of(
                route("POST", "/echo", false, request -> Response.json(200, request.body())),
                route("POST", "/worker", true, request -> Response.json(200, request.body())),
                route("GET", "/things/{name}", false, request -> Response.text(200, request.pathValue("name"))),
                route("GET", "/query", false, request -> Response.text(200, "" + request.query("q"))),
                route("GET", "/queries", false, request -> Response.text(200, "" + request.queries("q"))),
                route(
                        "GET",
                        "/thread",
                        false,
                        request -> Response.text(200, Thread.currentThread().getName())),
                route(
                        "GET",
                        "/sender",
                        false,
                        request -> Response.text(200, request.sender().getHostString())),
                route(
                        "GET",
                        "/broken",
                        false,
                        request -> new Response(200, Map.of(), new Route.Stream(out -> {
                            out.write("one".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            throw new IllegalStateException("no more");
                        }))),
                route("GET", "/injected", false, request -> Response.of(200).with("X", "a\r\nY: b")),
                route("GET", "/fail", false, request -> {
                    throw new IllegalStateException("the secret is hunter2");
                }),
                route(
                        "GET",
                        "/stream",
                        false,
                        request -> new Response(200, Map.of(), new Route.Stream(out -> {
                            out.write("one,".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            out.write("two".getBytes(StandardCharsets.UTF_8));
                        }))),
                route("GET", "/hold", true, request -> {
                    holding.countDown();
                    hold.await();
                    return Response.text(200, "held");
                }),
                OwnedRoute.open(
                        "host", new Route("GET", "/health/live", Access.READ, false, request -> Response.of(200))))));
    }

    @Test
    void whatIsOnlyAnnouncedTakesNoMemory() {
        int limit = 1 << 20;
        assertThat(BodyReader.next(0, 65_536, limit)).isEqualTo(8192);
        assertThat(BodyReader.next(0, -1, limit)).isEqualTo(8192);
        assertThat(BodyReader.next(0, 100, limit)).isEqualTo(100);
        assertThat(BodyReader.next(0, 1 << 30, 1000)).isEqualTo(1000);
        assertThat(BodyReader.next(8192, 65_536, limit)).isEqualTo(16_384);
        assertThat(BodyReader.next(8192, 9000, limit)).isEqualTo(9000);
        assertThat(BodyReader.next(600_000, -1, limit)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16_384, 16_385, 65_536, 65_537, 1 << 20})
    void aBodyOfAnySizeArrivesWhole(int size) throws Exception {
        byte[] sent = new byte[size];
        new java.util.Random(size).nextBytes(sent);
        for (var body : List.of(
                java.net.http.HttpRequest.BodyPublishers.ofByteArray(sent),
                java.net.http.HttpRequest.BodyPublishers.fromPublisher(
                        java.net.http.HttpRequest.BodyPublishers.ofByteArray(sent)))) {
            var request = java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create("http://127.0.0.1:" + address.getPort() + "/echo"))
                    .version(java.net.http.HttpClient.Version.HTTP_1_1)
                    .POST(body)
                    .build();
            assertThat(java.net.http.HttpClient.newHttpClient()
                            .send(request, java.net.http.HttpResponse.BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(sent);
        }
    }

    @Test
    void aSenderThatComesBeforeTheRoutesIsToldToComeBack() throws Exception {
        try (HttpServer early = HttpServer.start(options(List.of(), LIMITS))) {
            var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(
                            "http://127.0.0.1:" + early.address().getPort() + "/echo"))
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            var client = java.net.http.HttpClient.newHttpClient();
            var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(early.counts().refused().get(HttpCounts.Reason.STARTING).sum())
                    .isEqualTo(1);
            early.use(RouteTable.starting(List.of(route("GET", "/health", false, sent -> Response.text(200, "up")))));
            assertThat(client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(503);
            early.use(RouteTable.of(List.of(route("POST", "/echo", false, sent -> Response.json(200, sent.body())))));
            assertThat(client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static OwnedRoute route(String method, String path, boolean blocking, Handler handler) {
        Access access = method.equals("GET") ? Access.READ : Access.SUBMIT;
        return OwnedRoute.of("test", new Route(method, path, access, blocking, handler));
    }

    @AfterEach
    void close() {
        hold.countDown();
        if (server != null) {
            server.close();
            server.close();
        }
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    private Answer once(String request) throws IOException {
        return RawClient.once(address, request);
    }

    private void stillServes() throws IOException {
        assertThat(once(post("/echo", "", "still")).body()).isEqualTo("still");
    }

    private long refused(Reason reason) {
        return server.counts().refused().get(reason).sum();
    }

    @Test
    void bodiesArriveWholeWhateverTheirFraming() throws IOException {
        try (RawClient client = new RawClient(address)) {
            for (int size : new int[] {0, 1, 100, 8192, 70_000, 1 << 20}) {
                String body = "b".repeat(size);
                assertThat(client.send(post("/echo", "", body)).answer().body()).isEqualTo(body);
                assertThat(client.send(post("/worker", "", body)).answer().body())
                        .isEqualTo(body);
                String chunked = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + (size == 0 ? "" : Integer.toHexString(size) + "\r\n" + body + "\r\n") + "0\r\n\r\n";
                assertThat(client.send(chunked).answer().body()).isEqualTo(body);
            }
        }
    }

    @Test
    void aBodyThatComesInPiecesIsWaitedFor() throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nab");
            stillServes();
            client.send("cd");
            stillServes();
            assertThat(client.send("ef").answer().body()).isEqualTo("abcdef");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient client = new RawClient(address)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                all.append(post(i % 3 == 0 ? "/worker" : "/echo", "", "n" + i));
            }
            client.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().body()).isEqualTo("n" + i);
            }
        }
    }

    @Test
    void parametersMayBeThereMoreThanOnce() throws IOException {
        try (RawClient client = new RawClient(address)) {
            assertThat(client.send(get("/queries?q=a%26b&p=1&q=c+d&q")).answer().body())
                    .isEqualTo("[a&b, c d, ]");
        }
    }

    @Test
    void expectedContinueIsSentBeforeTheBodyComes() throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("abc").answer())
                    .extracting(Answer::status, Answer::body)
                    .containsExactly(200, "abc");
            assertThat(client.send(get("/query?q=1")).answer().body()).isEqualTo("1");
        }
        try (RawClient client = new RawClient(address)) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void handlersThatDoNotBlockRunInTheIoThreadUnlessTheyMay() throws IOException {
        assertThat(once(get("/thread")).body()).contains("I/O");
        Route thread = new Route(
                "GET",
                "/thread",
                Access.READ,
                false,
                r -> Response.text(200, "on " + Thread.currentThread().getName()));
        server.use(RouteTable.of(List.of(OwnedRoute.of("test", thread).blocking())));
        assertThat(once(get("/thread")).body()).startsWith("on ").doesNotContain("I/O");
    }

    @Test
    void headAndOptionsAreAnswered() throws IOException {
        try (RawClient client = new RawClient(address)) {
            Answer options = client.send("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer();
            assertThat(options.status()).isEqualTo(204);
            assertThat(options.headers()).containsEntry("allow", "POST, OPTIONS");
            client.send("HEAD /query?q=abc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.headOnly()).contains("200 OK").contains("Content-Length: 3");
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/things/a%2Fb,200,a/b",
        "/things/%C3%A4+b,200,ä+b",
        "/things/..%2F..%2Fetc,200,../../etc",
        "/query?q=a%20b+c,200,a b c",
        "/query,200,null",
        "/things/..,400,",
        "/things/%2e%2e,400,",
        "/things/%00,400,",
        "/things/%c3,400,",
        "/things/,404,",
        "/things,404,",
        "/query/,404,",
        "//query,404,",
        "/none,404,"
    })
    void pathsAreTakenApartSafely(String path, int status, String body) throws IOException {
        Answer answer = once(get(path));
        assertThat(answer.status()).isEqualTo(status);
        if (body != null) {
            assertThat(answer.body()).isEqualTo(body);
        } else {
            assertThat(answer.body()).startsWith("{\"error\":");
        }
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatAreTaken() throws IOException {
        Answer answer = once("DELETE /query HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers())
                .containsEntry("allow", "GET, HEAD, OPTIONS")
                .doesNotContainKey("server");
        assertThat(refused(Reason.METHOD)).isEqualTo(1);
    }

    @Test
    void aFailingHandlerTellsNothingButAReference() throws IOException {
        Answer answer = once(get("/fail"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("\"reference\":").doesNotContain("hunter2");
        stillServes();
    }

    @Test
    void streamsAreChunked() throws IOException {
        try (RawClient client = new RawClient(address)) {
            Answer answer = client.send(get("/stream")).answer();
            assertThat(answer.body()).isEqualTo("one,two");
            assertThat(answer.headers()).containsEntry("transfer-encoding", "chunked");
            assertThat(client.send(get("/query?q=1")).answer().body()).isEqualTo("1");
        }
    }

    @Test
    void aStreamThatFailsDoesNotLookWhole() throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send(get("/broken"));
            assertThatThrownBy(client::answer).isInstanceOf(Exception.class);
        }
        stillServes();
    }

    @Test
    void noHandlerCanAddALineToTheHeaders() throws IOException {
        Answer answer = once(get("/injected"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers()).doesNotContainKey("y");
    }

    @Test
    void olderAndAbsoluteFormsAreUnderstood() throws IOException {
        assertThat(once("GET /query?q=old HTTP/1.0\r\n\r\n").body()).isEqualTo("old");
        assertThat(once("GET http://localhost/query?q=abs HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .body())
                .isEqualTo("abs");
        assertThat(once("GET /things/a%3Bb HTTP/1.1\r\nHost: localhost\r\n\r\n").body())
                .isEqualTo("a;b");
    }

    @Test
    void compressedBodiesAreInflated() throws IOException {
        byte[] text = "{\"message\":\"x\"}".repeat(1000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(text);
        }
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(deflate)) {
            out.write(text);
        }
        for (String path : List.of("/echo", "/worker")) {
            String body = gzip.toString(StandardCharsets.ISO_8859_1);
            assertThat(once(post(path, "Content-Encoding: gzip\r\n", body)).body())
                    .hasSize(15_000);
            body = deflate.toString(StandardCharsets.ISO_8859_1);
            assertThat(once(post(path, "Content-Encoding: deflate\r\n", body)).body())
                    .hasSize(15_000);
        }
        assertThat(once(post("/echo", "Content-Encoding: gzip\r\n", "no gzip")).status())
                .isEqualTo(400);
        String cut = gzip.toString(StandardCharsets.ISO_8859_1).substring(0, 40);
        assertThat(once(post("/echo", "Content-Encoding: gzip\r\n", cut)).status())
                .isEqualTo(400);
        assertThat(once(post("/echo", "Content-Encoding: br\r\n", "x")).status())
                .isEqualTo(415);
        assertThat(once(post("/echo", "Content-Encoding: gzip, gzip\r\n", "x")).status())
                .isEqualTo(415);
        stillServes();
    }

    @Test
    void aBombIsRefusedBeforeItFillsTheMemory() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                out.write(zeros);
            }
        }
        Answer answer = once(post("/echo", "Content-Encoding: gzip\r\n", bomb.toString(StandardCharsets.ISO_8859_1)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("decompressed-body").contains("\"limit\":2097152");
        stillServes();
    }

    @Test
    void bodiesBeyondTheLimitAreRefusedWithAnAnswer() throws IOException {
        byte[] tenMegabytes = new byte[10 << 20];
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10485760\r\n\r\n");
            client.sendUnlessRefused(tenMegabytes);
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(answer.body()).contains("http.limits.body").contains("\"limit\":1048576");
            assertThat(client.closedByServer()).isTrue();
        }
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nA00000\r\n");
            client.sendUnlessRefused(tenMegabytes).sendUnlessRefused("\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.closedByServer()).isTrue();
        }
        assertThat(refused(Reason.TOO_LARGE)).isEqualTo(2);
        stillServes();
    }

    @Test
    void anEndlessBodyIsCutOffAfterTheAnswer() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("10000\r\n" + "x".repeat(65536) + "\r\n").getBytes(StandardCharsets.UTF_8);
            CompletableFuture<Void> refused = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        client.send(chunk);
                    }
                } catch (IOException cut) {
                    // what is hoped for
                }
            });
            assertThat(client.answer().status()).isEqualTo(413);
            refused.get(20, TimeUnit.SECONDS);
        }
        stillServes();
    }

    @Test
    void slowBodiesAndHeadersEnd() throws IOException {
        HttpLimits hasty = new HttpLimits(
                LIMITS.body(),
                LIMITS.decompressedBody(),
                LIMITS.allBodies(),
                LIMITS.headers(),
                100,
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofSeconds(30));
        start(options(List.of(), hasty));
        try (RawClient body = new RawClient(address);
                RawClient head = new RawClient(address)) {
            body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nab");
            head.send("POST /echo HTTP/1.1\r\nHost: local");
            assertThat(body.answer().status()).isEqualTo(408);
            assertThat(body.closedByServer()).isTrue();
            assertThat(head.answer().status()).isEqualTo(408);
            assertThat(head.closedByServer()).isTrue();
        }
        assertThat(refused(Reason.TIMEOUT)).isEqualTo(2);
        stillServes();
    }

    @Test
    void halfClosedConnectionsGetTheirAnswer() throws IOException {
        try (RawClient client = new RawClient(address)) {
            assertThat(client.send(post("/echo", "", "abc"))
                            .halfClose()
                            .answer()
                            .body())
                    .isEqualTo("abc");
        }
        try (RawClient client = new RawClient(address)) {
            client.send(post("/worker", "", "abc")).halfClose();
            assertThat(client.answer().body()).isEqualTo("abc");
        }
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nab")
                    .halfClose();
            assertThat(client.closedOrRefused(400)).isTrue();
        }
        stillServes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /query HTTP/1.1\r\n\r\n",
                "GET /query HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET /query HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
                "GET /que\u0001ry HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /things/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /query?q=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET query HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            })
    void malformedRequestsNeverGetThrough(String request) throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send(request).halfClose();
            assertThat(client.closedOrRefused(400, 404, 405, 505)).isTrue();
        }
        stillServes();
    }

    @Test
    void oversizedHeadersAreRefused() throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.sendUnlessRefused(get("/query", "X: " + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
            assertThat(client.closedOrRefused(400, 413, 431)).isTrue();
        }
        try (RawClient client = new RawClient(address)) {
            client.sendUnlessRefused(get("/query?" + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
            assertThat(client.closedOrRefused(400, 413, 414, 431)).isTrue();
        }
        try (RawClient client = new RawClient(address)) {
            client.sendUnlessRefused(
                    get("/query", "A: 1\r\n".repeat(300) + "B: 1").getBytes(StandardCharsets.UTF_8));
            assertThat(client.closedOrRefused(400, 413, 431)).isTrue();
        }
        stillServes();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,200",
        "LOCALHOST:8080,200",
        "127.0.0.1:1,200",
        "[::1]:8080,200",
        "evil.example,421",
        "evil.example:8080,421",
        "localhost.evil.example,421",
        "127.0.0.1.evil.example,421",
        "192.168.0.1,421",
        "'',421"
    })
    void onlyOurOwnNamesAreAnswered(String host, int status) throws IOException {
        assertThat(once("GET /query HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost,200",
        "https://console.example,200",
        "http://evil.example,403",
        "http://localhost:81,403",
        "null,403"
    })
    void onlyListedPagesMayCall(String origin, int status) throws IOException {
        assertThat(once(post("/echo", "Origin: " + origin + "\r\n", "x")).status())
                .isEqualTo(status);
    }

    @Test
    void listedPagesMayReadTheAnswer() throws IOException {
        Answer answer = once("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: https://console.example\r\n"
                + "Access-Control-Request-Method: POST\r\n\r\n");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", "https://console.example")
                .containsEntry("access-control-allow-methods", "POST, OPTIONS");
    }

    @Test
    void tokensOpenWhatTheyAllow() throws IOException {
        start(options(
                List.of(
                        new Token("sender", new Secret("s3nd"), List.of(Access.SUBMIT)),
                        new Token("reader", new Secret("r3ad"), List.of(Access.READ))),
                LIMITS));
        assertThat(once(post("/echo", "", "x")).status()).isEqualTo(401);
        assertThat(once(post("/echo", "", "x")).headers()).containsKey("www-authenticate");
        assertThat(once(post("/echo", "Authorization: Bearer wrong\r\n", "x")).status())
                .isEqualTo(401);
        assertThat(once(post("/echo", "Authorization: Basic s3nd\r\n", "x")).status())
                .isEqualTo(401);
        assertThat(once(post("/echo", "X-Auth-Token: s3nd\r\n", "x")).status()).isEqualTo(200);
        assertThat(once(post("/echo", "X-Auth-Token: wrong\r\n", "x")).status()).isEqualTo(401);
        assertThat(once(post("/echo", "Authorization: Bearer wrong\r\nX-Auth-Token: s3nd\r\n", "x"))
                        .status())
                .isEqualTo(401);
        assertThat(once(post("/echo", "Authorization: Bearer s3nd\r\n", "x")).status())
                .isEqualTo(200);
        assertThat(once(post("/echo", "Authorization: bearer s3nd\r\n", "x")).status())
                .isEqualTo(200);
        Answer scope = once(post("/echo", "Authorization: Bearer r3ad\r\n", "x"));
        assertThat(scope.status()).isEqualTo(403);
        assertThat(scope.body()).contains("submit").doesNotContain("r3ad");
        assertThat(once(get("/query?q=1", "Authorization: Bearer r3ad")).status())
                .isEqualTo(200);
        assertThat(once(get("/health/live")).status()).isEqualTo(200);
        assertThat(refused(Reason.NO_TOKEN)).isEqualTo(6);
        assertThat(refused(Reason.SCOPE)).isEqualTo(1);
    }

    @Test
    void aRefusedRequestDoesNotSpoilTheNextOnTheConnection() throws IOException {
        try (RawClient client = new RawClient(address)) {
            assertThat(client.send(post("/none", "", "body")).answer().status()).isEqualTo(404);
            assertThat(client.send(post("/query", "", "body")).answer().status())
                    .isEqualTo(405);
            assertThat(client.send(post("/echo", "Content-Encoding: br\r\n", "body"))
                            .answer()
                            .status())
                    .isEqualTo(415);
            assertThat(client.send(post("/echo", "", "abc")).answer().body()).isEqualTo("abc");
        }
    }

    @Test
    void listeningForOthersNeedsATokenOrTheWord() {
        HttpOptions reachable = HttpOptions.DEFAULTS.listening("0.0.0.0:0");
        assertThat(reachable.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("http.tokens", "http.open"));
        assertThatThrownBy(() -> HttpServer.start(reachable)).isInstanceOf(IllegalStateException.class);
        Token token = new Token("x", new Secret("t"), List.of(Access.SUBMIT));
        assertThat(new HttpOptions("0.0.0.0:80", false, List.of(token), List.of(), List.of(), List.of(), LIMITS)
                        .problem())
                .isEmpty();
        assertThat(new HttpOptions("0.0.0.0:80", true, List.of(), List.of(), List.of(), List.of(), LIMITS).problem())
                .isEmpty();
        for (String loopback : List.of("127.0.0.1:80", "localhost:80", "[::1]:80", "127.8.8.8:0")) {
            assertThat(HttpOptions.DEFAULTS.listening(loopback).problem())
                    .as(loopback)
                    .isEmpty();
        }
        for (String wrong : List.of("8080", "a b:1", "::1:80", "localhost:99999", "localhost:", "")) {
            assertThatThrownBy(() -> HttpOptions.DEFAULTS.listening(wrong)).hasMessageContaining("HOST:PORT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-None: 1|127.0.0.1",
                "X-Forwarded-For: 192.0.2.7|192.0.2.7",
                "X-Forwarded-For: 6.6.6.6, 192.0.2.7|192.0.2.7",
                "X-Forwarded-For: 192.0.2.7, 10.0.0.1|192.0.2.7",
                "X-Forwarded-For: 2001:db8::1|2001:db8:0:0:0:0:0:1",
                "X-Forwarded-For: evil.example|127.0.0.1",
                "X-Forwarded-For: 10.0.0.1|10.0.0.1",
                "X-Forwarded-For: 6.6.6.6, 192.0.2.7, 172.16.3.4, 10.0.0.1|192.0.2.7",
                "X-Forwarded-For: 6.6.6.6, 172.32.0.1, 10.0.0.1|172.32.0.1",
                "X-Forwarded-For: 192.0.2.7:4711|192.0.2.7",
                "X-Forwarded-For: [2001:db8::1]:4711, 10.0.0.1|2001:db8:0:0:0:0:0:1",
                "X-Forwarded-For: 6.6.6.6, , 10.0.0.1|10.0.0.1",
                "X-Forwarded-For: 6.6.6.6, 999.1.1.1|127.0.0.1",
                "X-Forwarded-For: ::ffff:192.0.2.7|192.0.2.7",
                "Forwarded: for=192.0.2.7|192.0.2.7",
                "Forwarded: for=6.6.6.6, For=\"192.0.2.7:4711\";proto=https;by=10.0.0.1|192.0.2.7",
                "Forwarded: for=192.0.2.7, for=10.0.0.1|192.0.2.7",
                "Forwarded: proto=http;for=\"[2001:db8::1]:4711\"|2001:db8:0:0:0:0:0:1",
                "Forwarded: for=6.6.6.6, for=unknown|127.0.0.1",
                "Forwarded: for=6.6.6.6, for=_hidden, for=10.0.0.1|10.0.0.1",
                "Forwarded: for=6.6.6.6;x=\", for=192.0.2.7|127.0.0.1",
                "Forwarded: for=6.6.6.6;x=\", for=\"[2001:db8::1]\"|127.0.0.1",
                "Forwarded: for=\"6.6.6.6, for=9.9.9.9\", for=192.0.2.7|192.0.2.7"
            })
    void theSenderIsWhomTheProxiesName(String header, String sender) throws IOException {
        assertThat(once(get("/sender", header)).body()).isEqualTo(sender);
    }

    @Test
    void aHeaderThatAProxyPassesOnAsItCameIsNotBelieved() throws IOException {
        assertThat(once(get("/sender", "Forwarded: for=6.6.6.6", "X-Forwarded-For: 192.0.2.7"))
                        .body())
                .isEqualTo("127.0.0.1");
        assertThat(once(get("/sender", "Forwarded: for=192.0.2.7", "X-Forwarded-For: 6.6.6.6"))
                        .body())
                .isEqualTo("127.0.0.1");
        assertThat(once(get("/sender", "Forwarded: for=192.0.2.7", "X-Forwarded-For: 6.6.6.6, 192.0.2.7"))
                        .body())
                .isEqualTo("192.0.2.7");
        assertThat(once(get("/sender", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 192.0.2.7"))
                        .body())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void strangersCannotNameTheSender() throws IOException {
        start(HttpOptions.DEFAULTS.listening("127.0.0.1:0"));
        assertThat(once(get("/sender", "X-Forwarded-For: 192.0.2.7")).body()).isEqualTo("127.0.0.1");
        for (String wrong : List.of("proxy.example", "999.1.1.1", "10.0.0.0/33", "", "10.0.0.0/")) {
            assertThatThrownBy(() -> new Senders(List.of(wrong))).hasMessageContaining("IP address");
        }
    }

    @Test
    void manyLargeBodiesTogetherAreRefusedBeforeTheyFillTheMemory() throws Exception {
        List<RawClient> clients = new java.util.ArrayList<>();
        try {
            String head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                clients.add(new RawClient(address).send(head + "x".repeat(999_999)));
            }
            Awaitility.await().until(() -> {
                try (RawClient late = new RawClient(address)) {
                    late.send(head).sendUnlessRefused("x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
                    return late.answer().status() == 503;
                }
            });
            stillServes();
            for (RawClient client : clients) {
                assertThat(client.send("x").answer().status()).isEqualTo(200);
            }
            assertThat(refused(Reason.BUSY)).isPositive();
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        assertThat(once(post("/echo", "", "x".repeat(1_000_000))).status()).isEqualTo(200);
    }

    @Test
    void anAddressInUseIsSaid() {
        String taken = "127.0.0.1:" + address.getPort();
        assertThatThrownBy(() -> HttpServer.start(HttpOptions.DEFAULTS.listening(taken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken);
    }

    @Test
    void drainingWaitsForWhatIsUnderWayAndRefusesTheRest() throws Exception {
        try (RawClient held = new RawClient(address);
                RawClient late = new RawClient(address)) {
            assertThat(late.send(get("/query")).answer().status()).isEqualTo(200);
            held.send(get("/hold"));
            AtomicReference<Integer> left = new AtomicReference<>();
            holding.await();
            assertThat(server.drain(Duration.ofMillis(1))).isEqualTo(1);
            Thread drain = new Thread(() -> {
                try {
                    left.set(server.drain(Duration.ofSeconds(20)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            drain.start();
            Answer refusal = late.send(get("/query")).answer();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers()).containsEntry("connection", "close").containsKey("retry-after");
            hold.countDown();
            assertThat(held.answer().body()).isEqualTo("held");
            drain.join();
            assertThat(left.get()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "XTTP/1.1"})
    void otherVersionsAreRefused(String version) throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send("GET /query?q=1 " + version + "\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(version.equals("HTTP/0.9") ? 505 : 400);
            assertThat(client.closedByServer()).isTrue();
        }
        assertThat(server.counts().answered(2).sum()).isZero();
    }

    @Test
    void aBodyThatBreaksOffIsNoSuccess() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (RawClient gone = new RawClient(address)) {
                gone.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nab");
                stillServes();
                if (i % 2 == 0) {
                    gone.reset();
                }
            }
        }
        assertThat(server.drain(Duration.ofSeconds(10))).isZero();
        // a reset may overtake what was sent: then there was no request; the last one may be counted after its end
        Awaitility.await().until(() -> refused(Reason.MALFORMED) >= 5);
        assertThat(server.counts().answered(2).sum()).isEqualTo(10);
    }

    @Test
    void aStreamThatNobodyTakesEnds() throws Exception {
        HttpLimits hasty = new HttpLimits(
                LIMITS.body(),
                LIMITS.decompressedBody(),
                LIMITS.allBodies(),
                LIMITS.headers(),
                100,
                Duration.ofSeconds(10),
                Duration.ofMillis(300),
                Duration.ofSeconds(30));
        start(options(List.of(), hasty));
        CompletableFuture<Long> ended = new CompletableFuture<>();
        Route endless = new Route(
                "GET",
                "/endless",
                Access.READ,
                true,
                r -> new Response(200, Map.of(), new Route.Stream(out -> {
                    long written = 0;
                    byte[] piece = new byte[100_000];
                    try {
                        while (true) {
                            out.write(piece);
                            written += piece.length;
                        }
                    } catch (IOException cut) {
                        ended.complete(written);
                        throw cut;
                    }
                })));
        server.use(RouteTable.of(List.of(OwnedRoute.of("test", endless))));
        try (RawClient client = new RawClient(address)) {
            client.send(get("/endless"));
            assertThat(ended.get(20, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(server.drain(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void aStreamMayTakeLongerThanEachOfItsPieces() throws Exception {
        HttpLimits hasty = new HttpLimits(
                LIMITS.body(),
                LIMITS.decompressedBody(),
                LIMITS.allBodies(),
                LIMITS.headers(),
                100,
                Duration.ofSeconds(10),
                Duration.ofMillis(300),
                Duration.ofSeconds(30));
        start(options(List.of(), hasty));
        CountDownLatch waits = new CountDownLatch(1);
        Route slow = new Route(
                "GET",
                "/slow",
                Access.READ,
                true,
                r -> new Response(200, Map.of(), new Route.Stream(out -> {
                    out.write('a');
                    out.flush();
                    // nobody counts it down: longer than a piece may take
                    assertThat(waits.await(700, TimeUnit.MILLISECONDS)).isFalse();
                    out.write('b');
                })));
        server.use(RouteTable.of(List.of(OwnedRoute.of("test", slow))));
        assertThat(once(get("/slow")).body()).isEqualTo("ab");
    }

    @Test
    void sendersWhoLeaveAreNotWaitedFor() throws Exception {
        try (RawClient gone = new RawClient(address)) {
            gone.send(get("/hold"));
            holding.await();
        }
        try (RawClient gone = new RawClient(address)) {
            gone.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nab");
            stillServes();
        }
        hold.countDown();
        assertThat(server.drain(Duration.ofSeconds(8))).isZero();
    }

    @Test
    void drainingEndsStreams() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        Route endless = new Route(
                "GET",
                "/tap",
                Access.READ,
                true,
                r -> new Response(200, Map.of(), new Route.Stream(o -> {
                    o.write('x');
                    o.flush();
                    began.countDown();
                    new CountDownLatch(1).await();
                })));
        server.use(RouteTable.of(List.of(OwnedRoute.of("test", endless))));
        try (RawClient client = new RawClient(address)) {
            client.send(get("/tap"));
            began.await();
            assertThat(server.drain(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void ipv6IsListenedOnWhereThereIsAny() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(hasIpv6(), "no IPv6 here");
        start(HttpOptions.DEFAULTS.listening("[::1]:0"));
        assertThat(once("GET /query?q=6 HTTP/1.1\r\nHost: [::1]:" + address.getPort() + "\r\n\r\n")
                        .body())
                .isEqualTo("6");
    }

    private static boolean hasIpv6() {
        try (java.net.ServerSocket probe = new java.net.ServerSocket()) {
            probe.bind(new InetSocketAddress("::1", 0));
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
