/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred hostile requests to the built archive: each gets the right answer, and the next event still goes through. */
class HostileRequestsTest {

    private static final int REQUESTS = 100;
    /** The connection is closed without an answer. */
    private static final int CLOSED = 0;

    @TempDir
    Path folder;

    /**
     * @param close whether to end our side of the connection after sending
     * @param answers the statuses that are right
     */
    private record Hostile(String name, byte[] bytes, boolean close, Set<Integer> answers) {}

    private static Hostile body(String name, String body, Integer... answers) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head("Content-Length: " + bytes.length + "\r\n\r\n"));
        request.writeBytes(bytes);
        return new Hostile(name, request.toByteArray(), false, Set.of(answers));
    }

    private static byte[] head(String rest) {
        return ("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + rest)
                .getBytes(ISO_8859_1);
    }

    private static List<Hostile> kinds() {
        return List.of(
                body("malformed JSON", "{\"message\": \"x\"", 400),
                body("no JSON", "<event/>", 400),
                body("no message", "{\"kind\": \"x\"}", 400),
                body("deep nesting", "[".repeat(200_000), 400),
                body("10 MB", "{\"message\": \"" + "x".repeat(10 << 20) + "\"}", 413),
                body("wrong type of message", "{\"message\": {\"a\": 1}}", 400),
                body("wrong type of severity", "{\"message\": \"x\", \"severity\": [1]}", 400),
                body("a duplicate key", "{\"message\": \"x\", \"message\": \"y\"}", 400),
                body("invalid UTF-8", "{\"message\": \"\u00fe\u00ff\"}", 400),
                body("a text too long", "{\"message\": \"" + "x".repeat(100_000) + "\"}", 413),
                new Hostile("a slow body", head("Content-Length: 50\r\n\r\n{\"mes"), false, Set.of(408)),
                new Hostile("half closed", head("Content-Length: 50\r\n\r\n{\"mes"), true, Set.of(400, CLOSED)),
                new Hostile(
                        "chunks that are none",
                        head("Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
                        true,
                        Set.of(400, CLOSED)),
                new Hostile("garbage", "\u0016\u0003\u0001\r\n\r\n".getBytes(ISO_8859_1), true, Set.of(400, CLOSED)));
    }

    @Test
    void eachGetsTheRightAnswerAndTheNextEventStillGoesThrough() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("hostile requests with seed " + seed);
        Random random = new Random(seed);
        List<Hostile> kinds = kinds();
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml("""
                            portals: {front-door: {type: http}}
                            sinks: {event-log: {type: log}}
                            http: {limits: {body-time: 300ms, header-time: 300ms}}
                            """).rules("rules: [{to: event-log}]\n").run();
            for (int i = 0; i < REQUESTS; i++) {
                Hostile hostile = kinds.get(i < kinds.size() ? i : random.nextInt(kinds.size()));
                assertThat(answer(archive.port(), hostile))
                        .as("%s, request %d with seed %d", hostile.name(), i, seed)
                        .isIn(hostile.answers());
                archive.send("{\"message\": \"after request " + i + "\"}");
            }
            await().atMost(Archive.PATIENCE).until(() -> archive.out().lines().count() == REQUESTS);
            assertThat(archive.out()).contains("after request " + (REQUESTS - 1));
            assertThat(archive.get("/api/ledger").body()).endsWith("\"difference\":0}");
        }
    }

    private static int answer(int port, Hostile hostile) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout((int) Archive.PATIENCE.toMillis());
            try {
                socket.getOutputStream().write(hostile.bytes());
                socket.getOutputStream().flush();
                if (hostile.close()) {
                    socket.shutdownOutput();
                }
            } catch (SocketException e) {
                // refused while we were still sending: the answer is on its way
                System.out.println(hostile.name() + ": cut while sending");
            }
            return status(socket.getInputStream());
        }
    }

    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.write(c);
            }
        } catch (SocketException e) {
            return CLOSED;
        }
        String[] parts = line.toString(ISO_8859_1).split(" ");
        return parts.length > 1 ? Integer.parseInt(parts[1]) : CLOSED;
    }
}
