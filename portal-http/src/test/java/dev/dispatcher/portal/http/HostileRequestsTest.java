/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.server.HttpLimits;
import dev.dispatcher.core.server.HttpOptions;
import dev.dispatcher.core.server.HttpServer;
import dev.dispatcher.core.server.RouteTable;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A hundred hostile requests, each answered rightly, and after each the next event goes through. */
class HostileRequestsTest {

    /** @param status 0 when the connection is closed without an answer */
    private record Hostile(String name, byte[] request, boolean halfClose, int... status) {}

    private static final HttpLimits LIMITS = new HttpLimits(
            new ByteSize(1 << 20),
            new ByteSize(4 << 20),
            new ByteSize(64 << 20),
            new ByteSize(16 << 10),
            200,
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofSeconds(30));

    private final List<Event> taken = Collections.synchronizedList(new ArrayList<>());

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] post(String headers, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(latin("POST /events HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + body.length + "\r\n\r\n"));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static Hostile body(String name, String body, int status) {
        return new Hostile(name, post("", latin(body)), false, status);
    }

    private static Hostile raw(String name, String request, int... status) {
        return new Hostile(name, latin(request), true, status);
    }

    private static List<Hostile> requests() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[100 << 20]);
        }
        String head = "POST /events HTTP/1.1\r\nHost: localhost\r\n";
        return List.of(
                body("half an object", "{\"message\":\"x\"", 400),
                body("not JSON at all", "<xml/>", 400),
                body("a text", "\"message\"", 400),
                body("a number as message", "{\"message\":1}", 400),
                body("an object as severity", "{\"message\":\"x\",\"severity\":{}}", 400),
                body("duplicate", "{\"message\":\"x\",\"message\":\"y\"}", 400),
                body("invalid UTF-8", "{\"message\":\"\u00ff\u00fe\"}", 400),
                body("half a surrogate", "{\"message\":\"\\ud800\"}", 400),
                body("NUL", "{\"message\":\"\u0000\"}", 400),
                body("deep arrays", "[".repeat(300_000), 400),
                body("deep objects", "{\"message\":\"x\",\"a\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(901), 413),
                body("a huge number", "{\"message\":\"x\",\"n\":" + "9".repeat(500_000) + "}", 413),
                body("a huge exponent", "{\"message\":\"x\",\"n\":1e999999999}", 413),
                body("a huge text", "{\"message\":\"" + "x".repeat(500_000) + "\"}", 413),
                body("many fields", "{\"message\":\"x\",\"f\":[" + "1,".repeat(5000) + "1]}", 413),
                body("10 MB", "x".repeat(10 << 20), 413),
                new Hostile("a bomb", post("Content-Encoding: gzip\r\n", bomb.toByteArray()), false, 413),
                new Hostile("no gzip", post("Content-Encoding: gzip\r\n", latin("no")), false, 400),
                new Hostile("unknown encoding", post("Content-Encoding: zstd\r\n", latin("x")), false, 415),
                new Hostile("another type", post("Content-Type: image/png\r\n", latin("x")), false, 415),
                new Hostile("another page", post("Origin: http://evil.example\r\n", latin("{}")), false, 403),
                raw("another host", "POST /events HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n", 421),
                raw("another method", "DELETE /events HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
                raw("no such path", "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                raw("garbage", "\u0016\u0003\u0001garbage\r\n\r\n", 400, 0),
                raw("no such length", head + "Content-Length: -1\r\n\r\n", 400, 0),
                raw("two lengths", head + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 0),
                raw("broken chunks", head + "Transfer-Encoding: chunked\r\n\r\nXX\r\n", 400, 0),
                raw("half closed", head + "Content-Length: 100\r\n\r\n{\"mess", 400, 0),
                raw("large headers", head + "X: " + "x".repeat(20_000) + "\r\n\r\n", 400, 413, 431, 0),
                new Hostile("a slow body", latin(head + "Content-Length: 100\r\n\r\n{\"mess"), false, 408),
                new Hostile("slow headers", latin("POST /events HT"), false, 408));
    }

    @Test
    void eachGetsItsAnswerAndTheNextEventGoesThrough() throws Exception {
        Context context = new Context(new AtomicInteger());
        HttpPortal portal = new HttpPortal(HttpPortalFactory.Options.at("/events"), context);
        portal.start(taken::addAll);
        HttpOptions options = new HttpOptions("127.0.0.1:0", false, List.of(), List.of(), List.of(), List.of(), LIMITS);
        long seed = new Random().nextLong();
        List<Hostile> all = requests();
        Random random = new Random(seed);
        try (HttpServer server = HttpServer.start(options)) {
            server.use(RouteTable.of(context.routes()));
            for (int i = 0; i < 100; i++) {
                Hostile hostile = all.get(i < all.size() ? i : random.nextInt(all.size()));
                assertThat(send(server.address(), hostile.request(), hostile.halfClose()))
                        .as(hostile.name() + ", seed " + seed)
                        .isIn(java.util.Arrays.stream(hostile.status())
                                .boxed()
                                .toList()
                                .toArray());
                assertThat(send(server.address(), post("", latin("{\"message\":\"" + i + "\"}")), false))
                        .as("after " + hostile.name())
                        .isEqualTo(202);
            }
            assertThat(server.drain(Duration.ofSeconds(20))).as("requests left").isZero();
        }
        assertThat(taken).hasSize(100);
        assertThat(taken.get(99).message()).isEqualTo("99");
    }

    /** The status, or 0 when there was none. */
    private static int send(InetSocketAddress address, byte[] request, boolean halfClose) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(request);
                if (halfClose) {
                    socket.shutdownOutput();
                }
            } catch (IOException refused) {
                // the answer may be there already
            }
            String line = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return line == null ? 0 : Integer.parseInt(line.split(" ")[1]);
        } catch (java.net.SocketException reset) {
            return 0;
        }
    }
}
