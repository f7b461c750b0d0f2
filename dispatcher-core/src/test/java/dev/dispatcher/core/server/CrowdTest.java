/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.server.HttpCounts.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static HttpServer server(List<String> proxies, int most) throws IOException {
        HttpLimits plain = HttpLimits.DEFAULTS;
        HttpLimits limits = new HttpLimits(
                plain.body(),
                plain.decompressedBody(),
                plain.allBodies(),
                plain.headers(),
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                0,
                most);
        HttpServer server = HttpServer.start(
                new HttpOptions("127.0.0.1:0", false, List.of(), List.of(), List.of(), proxies, limits));
        server.use(RouteTable.of(List.of(
                OwnedRoute.of("test", new Route("GET", "/x", Access.READ, false, r -> Response.text(200, "good"))))));
        return server;
    }

    private static Socket from(String address, HttpServer server) throws IOException {
        Socket socket = new Socket(
                server.address().getAddress(), server.address().getPort(), InetAddress.getByName(address), 0);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean closed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void whoKeepsManySilentConnectionsKeepsNobodyElseOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (HttpServer server = server(List.of(), 3)) {
            for (int i = 0; i < 3; i++) {
                silent.add(from("127.0.0.2", server));
            }
            try (Socket tooMany = from("127.0.0.2", server)) {
                assertThat(closed(tooMany)).isTrue();
            }
            assertThat(server.counts().refused().get(Reason.CONNECTIONS).sum()).isEqualTo(1);
            try (RawClient other = new RawClient(from("127.0.0.3", server))) {
                assertThat(other.send(GET).answer().status()).isEqualTo(200);
            }

            silent.remove(0).close();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (RawClient again = new RawClient(from("127.0.0.2", server))) {
                    return again.send(GET).answer().status() == 200;
                } catch (IOException stillTooMany) {
                    return false;
                }
            });
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aTrustedProxyAndAServerWithoutALimitTakeAnyNumber() throws Exception {
        for (HttpServer each : List.of(server(List.of("127.0.0.2"), 1), server(List.of(), 0))) {
            try (HttpServer server = each;
                    RawClient first = new RawClient(from("127.0.0.2", server));
                    RawClient second = new RawClient(from("127.0.0.2", server))) {
                assertThat(first.send(GET).answer().status()).isEqualTo(200);
                assertThat(second.send(GET).answer().status()).isEqualTo(200);
            }
        }
    }
}
