/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.core.server.HttpCounts.Reason;
import dev.dispatcher.core.server.TlsOptions.ClientAuth;
import dev.dispatcher.core.tls.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TlsServerTest extends TlsFixture {

    /** A client's first message up to TLS 1.1, complete and well-formed. */
    private static final byte[] OLD_HELLO = oldHello();

    private static byte[] oldHello() {
        byte[] hello = new byte[9 + 2 + 32 + 1 + 4 + 2];
        byte[] head = {22, 3, 1, 0, (byte) (hello.length - 5), 1, 0, 0, (byte) (hello.length - 9), 3, 2};
        System.arraycopy(head, 0, hello, 0, head.length);
        byte[] tail = {0, 0, 2, (byte) 0xC0, 0x13, 1, 0};
        System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
        return hello;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesAllThatItServesWithoutTls(String protocol) throws Exception {
        start(options());
        assertThat(server.secure()).isTrue();
        try (RawClient client = open(client(null), protocol)) {
            assertThat(client.send(GET).answer().body()).isEqualTo("live");
            for (int size : new int[] {0, 1, 16_384, 16_385, 1 << 20}) {
                String body = "b".repeat(size);
                for (String path : List.of("/echo", "/worker")) {
                    assertThat(client.send(post(path, body)).answer().body()).isEqualTo(body);
                }
            }
            client.send(post("/echo", "one") + post("/worker", "two") + post("/echo", "three"));
            assertThat(client.answer().body()).isEqualTo("one");
            assertThat(client.answer().body()).isEqualTo("two");
            assertThat(client.answer().body()).isEqualTo("three");
        }
    }

    @Test
    void keysMayBeRsaToo() throws Exception {
        authority.signs("rsa", "RSA").write(folder, "server");
        start(options());
        assertThat(serverName()).isEqualTo("CN=rsa");
    }

    @Test
    void olderVersionsAreRefusedWithAnAlert() throws Exception {
        start(options());
        try (Socket socket = new Socket(address().getAddress(), address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(OLD_HELLO);
            byte[] answer = socket.getInputStream().readAllBytes();
            // an alert, fatal: protocol_version
            assertThat(answer).hasSize(7).startsWith(21).endsWith(2, 70);
        }
        assertThat(Credentials.read(tls(ClientAuth.NONE)).engine("x", 1).getEnabledProtocols())
                .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    @Test
    void aPlainRequestIsClosedCleanly() throws Exception {
        start(options());
        for (String request : List.of(GET, post("/echo", "x".repeat(1000)), "\r\n", "x")) {
            try (Socket socket = new Socket(address().getAddress(), address().getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .as(request)
                        .doesNotContain("HTTP");
            }
        }
        stillServes();
    }

    private static boolean admitted(RawClient client) {
        try (client) {
            return client.send(GET).answer().status() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,,true",
        "OPTIONAL,,true",
        "REQUIRED,,false",
        "OPTIONAL,known,true",
        "REQUIRED,known,true",
        "OPTIONAL,stranger,false",
        "REQUIRED,stranger,false",
        "OPTIONAL,expired,false",
        "REQUIRED,expired,false",
        "REQUIRED,self-made,false"
    })
    void clientsShowTheirCertificate(ClientAuth auth, String name, boolean admitted) throws Exception {
        authority.signs("known", "RSA").write(folder, "known");
        authority.signsExpired("expired").write(folder, "expired");
        TestCertificate.authority("authority").signs("stranger", "EC").write(folder, "stranger");
        TestCertificate.authority("self-made").write(folder, "self-made");
        start(options(auth, Duration.ofSeconds(10)));
        SSLContext client = eager(name);
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(admitted(open(client, protocol))).as(protocol).isEqualTo(admitted);
        }
    }

    /** Shows its certificate whatever issuers the server asks for, as a forger would. */
    private SSLContext eager(String name) throws Exception {
        if (name == null) {
            return client(null);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new javax.net.ssl.KeyManager[] {new Eager(folder, name)},
                dev.dispatcher.core.tls.Trust.in(folder.resolve("authority.pem")),
                null);
        return context;
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        TlsOptions good = tls(ClientAuth.REQUIRED);
        assertThatThrownBy(() -> new TlsOptions(good.certificate(), good.key(), Optional.empty(), ClientAuth.OPTIONAL))
                .hasMessageContaining("client-ca");
        assertThatThrownBy(() -> new TlsOptions(good.certificate(), good.key(), good.clientCa(), ClientAuth.NONE))
                .hasMessageContaining("client-auth");
    }

    @Test
    void aBadFileIsSaidBeforeListening() throws Exception {
        Files.writeString(folder.resolve("server.key"), "no key");
        assertThat(options().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("http.tls", "server.key"));
        assertThatThrownBy(() -> HttpServer.start(options())).hasMessageContaining("server.key");
    }

    @Test
    void certificatesAreExchangedUnderLoadWithoutLosingAnything() throws Exception {
        start(options());
        HttpOptions options = options();
        SSLContext client = client(null);
        Load load = new Load();
        List<CompletableFuture<Integer>> senders = new ArrayList<>();
        try (RawClient faithful = open(client)) {
            faithful.send(GET).answer();
            for (int i = 0; i < 2; i++) {
                senders.add(load.run(() -> open(client), 1));
                senders.add(load.run(() -> open(client), 50));
            }
            for (int i = 0; i < 20; i++) {
                authority.signs("server-" + i, i % 2 == 0 ? "EC" : "RSA").write(folder, "server");
                server.admit(options);
                assertThat(serverName()).isEqualTo("CN=server-" + i);
                load.awaitMore(20);
            }
            assertThat(faithful.send(GET).answer().status()).isEqualTo(200);
        } finally {
            load.stop();
        }
        for (CompletableFuture<Integer> sender : senders) {
            assertThat(sender.get()).isPositive();
        }
        assertThat(server.counts().answered(4).sum()
                        + server.counts().answered(5).sum())
                .isZero();
    }

    @Test
    void aBadNewCertificateKeepsTheOldOne() throws Exception {
        start(options());
        authority.signs("second", "EC").write(folder, "second");
        Files.copy(
                folder.resolve("second.pem"),
                folder.resolve("server.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> server.admit(options()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server.key does not belong to");
        assertThat(serverName()).isEqualTo("CN=first");
        Files.delete(folder.resolve("server.pem"));
        assertThatThrownBy(() -> server.admit(options())).hasMessageContaining("server.pem");
        assertThat(serverName()).isEqualTo("CN=first");
        assertThatThrownBy(() -> server.admit(HttpOptions.DEFAULTS)).hasMessageContaining("restart");
        authority.signs("third", "EC").write(folder, "server");
        server.admit(options());
        assertThat(serverName()).isEqualTo("CN=third");
    }

    @Test
    void whoVouchesForClientsIsExchangedToo() throws Exception {
        authority.signs("known", "EC").write(folder, "known");
        start(options(ClientAuth.REQUIRED, Duration.ofSeconds(10)));
        SSLContext known = eager("known");
        assertThat(admitted(open(known))).isTrue();
        TestCertificate other = TestCertificate.authority("other");
        Files.copy(folder.resolve("authority.pem"), folder.resolve("old.pem"));
        other.write(folder, "authority");
        server.admit(options(ClientAuth.REQUIRED, Duration.ofSeconds(10)));
        // the same context would like to take up its session again
        assertThat(admitted(open(known))).isFalse();
    }

    @Test
    void handshakesThatTakeTooLongEnd() throws Exception {
        start(options(ClientAuth.NONE, Duration.ofMillis(300)));
        byte[] half = Arrays.copyOf(OLD_HELLO, 20);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(address().getAddress(), address().getPort());
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(i % 2 == 0 ? half : new byte[0]);
                slow.add(socket);
            }
            stillServes();
            for (Socket socket : slow) {
                assertThat(new RawClient(socket).closedByServer()).isTrue();
            }
            assertThat(server.counts().refused().get(Reason.TIMEOUT).sum()).isEqualTo(50);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void headsThatTakeTooLongAreToldSo() throws Exception {
        start(options(ClientAuth.NONE, Duration.ofMillis(500)));
        try (RawClient slow = open(client(null))) {
            assertThat(slow.send(GET).answer().status()).isEqualTo(200);
            assertThat(slow.send(GET.substring(0, 20)).answer().status()).isEqualTo(408);
            assertThat(slow.closedByServer()).isTrue();
        }
        stillServes();
    }

    @Test
    void manyConnectionsAreServedAtOnce() throws Exception {
        start(options());
        SSLContext client = client(null);
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                clients.add(open(client).send(post("/echo", "early").substring(0, 60)));
            }
            for (RawClient each : clients) {
                String rest = post("/echo", "early").substring(60);
                assertThat(each.send(rest).answer().body()).isEqualTo("early");
            }
        } finally {
            for (RawClient each : clients) {
                each.close();
            }
        }
        Awaitility.await().untilAsserted(this::stillServes);
    }

    @Test
    void aConnectionThatBreaksOffInTheMiddleHarmsNobody() throws Exception {
        start(options());
        for (int i = 0; i < 50; i++) {
            SSLSocket socket = connect(client(null));
            socket.getOutputStream()
                    .write(post("/echo", "abc").substring(0, 30 + i % 20).getBytes(StandardCharsets.US_ASCII));
            socket.setSoLinger(true, 0);
            socket.close();
        }
        stillServes();
        assertThat(server.drain(Duration.ofSeconds(10))).isZero();
        assertThat(server.counts().answered(2).sum()).isEqualTo(1);
    }
}
