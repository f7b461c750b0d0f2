/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private final HttpClients clients = new HttpClients();

    @BeforeAll
    static void makeCertificates() throws Exception {
        make("server", "RSA", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost");
        make("elsewhere", "RSA", "CN=elsewhere", "-ext", "san=dns:elsewhere.invalid");
        make("client-rsa", "RSA", "CN=client");
        make("client-ec", "EC", "CN=client");
    }

    /** A key and a certificate signed by itself, as a key store and as PEM, by the JDK's own tool. */
    private static void make(String name, String algorithm, String subject, String... more) throws Exception {
        Path store = folder.resolve(name + ".p12");
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                subject,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit"));
        command.addAll(java.util.List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        KeyStore keys = store(name);
        Key key = keys.getKey(name, PASSWORD);
        Certificate certificate = keys.getCertificate(name);
        Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static KeyStore store(String name) throws Exception {
        return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD);
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static SSLContext server(String name, String... trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD);
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        for (String client : trusted) {
            clients.setCertificateEntry(client, store(client).getCertificate(client));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.length == 0 ? null : trust.getTrustManagers(), null);
        return context;
    }

    @AfterEach
    void close() {
        clients.close();
    }

    private static Http.Tls tls(String ca, String client, boolean verify) {
        return new Http.Tls(
                Optional.ofNullable(ca).map(name -> folder.resolve(name + ".pem")),
                Optional.ofNullable(client).map(name -> folder.resolve(name + ".pem")),
                Optional.ofNullable(client).map(name -> folder.resolve(name + ".key")),
                verify);
    }

    private int status(URI uri, Http.Tls tls) throws Exception {
        return status(uri, tls, false);
    }

    private int status(URI uri, Http.Tls tls, boolean fromEvent) throws Exception {
        Http.Settings settings =
                new Http.Settings(Duration.ofSeconds(10), Duration.ofSeconds(5), 4, 100, false, Optional.empty(), tls);
        try (PooledHttp http = clients.open(settings)) {
            return http.send(new Http.Request("GET", uri, java.util.Map.of(), new byte[0], fromEvent))
                    .status();
        }
    }

    @Test
    void trustsTheCertificateOfTheSettings() throws Exception {
        try (HttpStub stub = HttpStub.start(server("server"))) {
            assertThat(status(stub.uri("/"), tls("server", null, true))).isEqualTo(200);
            URI byName = URI.create("https://localhost:" + stub.port() + "/");
            assertThat(status(byName, tls("server", null, true))).isEqualTo(200);
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (HttpStub stub = HttpStub.start(server("server"))) {
            assertThatThrownBy(() -> status(stub.uri("/secret"), Http.Tls.DEFAULTS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("TLS with 127.0.0.1")
                    .hasMessageNotContaining("secret");
            assertThat(stub.requests()).isEmpty();
        }
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        try (HttpStub stub = HttpStub.start(server("elsewhere"))) {
            assertThatThrownBy(() -> status(stub.uri("/"), tls("elsewhere", null, true)))
                    .isInstanceOf(IOException.class);
            assertThat(stub.requests()).isEmpty();
        }
    }

    @Test
    void takesAnyCertificateWithoutVerification() throws Exception {
        try (HttpStub stub = HttpStub.start(server("elsewhere"))) {
            assertThat(status(stub.uri("/"), tls(null, null, false))).isEqualTo(200);
        }
    }

    @Test
    void goesThroughATunnelOfTheProxyWithCredentials() throws Exception {
        try (HttpStub stub = HttpStub.start(server("server"));
                TunnelProxy proxy = new TunnelProxy()) {
            Http.Settings settings = new Http.Settings(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    4,
                    100,
                    false,
                    Optional.of(URI.create("http://me:pr0xy@127.0.0.1:" + proxy.port())),
                    tls("server", null, true));
            try (PooledHttp http = clients.open(settings)) {
                assertThat(http.send(Http.Request.get(stub.uri("/x"))).status()).isEqualTo(200);
            }
            assertThat(proxy.asked()).first().asString().startsWith("CONNECT 127.0.0.1:" + stub.port());
            assertThat(proxy.asked()).contains("Proxy-Authorization: Basic bWU6cHIweHk=");
            assertThat(stub.requests().get(0).headers()).doesNotContainKey("proxy-authorization");
        }
    }

    @Test
    void guardsAddressesAlsoWithTls() throws Exception {
        try (HttpStub stub = HttpStub.start(server("server"))) {
            assertThatThrownBy(() -> status(stub.uri("/"), tls("server", null, true), true))
                    .hasMessageContaining("allow-private");
            assertThat(stub.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-rsa", "client-ec"})
    void showsItsOwnCertificate(String client) throws Exception {
        SSLContext context = server("server", "client-rsa", "client-ec");
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 10, java.net.InetAddress.getByName("127.0.0.1"))) {
            listening.setNeedClientAuth(true);
            java.util.concurrent.FutureTask<String> peer = new java.util.concurrent.FutureTask<>(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.startHandshake();
                    String name = socket.getSession().getPeerPrincipal().getName();
                    socket.getOutputStream().write("HTTP/1.1 204 Fine\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                    return name;
                }
            });
            Thread thread = new Thread(peer);
            thread.setDaemon(true);
            thread.start();
            URI uri = URI.create("https://127.0.0.1:" + listening.getLocalPort() + "/");
            assertThat(status(uri, tls("server", client, true))).isEqualTo(204);
            assertThat(peer.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("CN=client");
        }
    }

    @Test
    void saysWhichFileIsWrong() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "hello");
        Optional<Path> good = Optional.of(folder.resolve("client-rsa.pem"));
        assertThatThrownBy(() -> clients.open(
                        with(new Http.Tls(Optional.of(nothing), Optional.empty(), Optional.empty(), true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing.pem");
        assertThatThrownBy(() -> clients.open(with(new Http.Tls(Optional.empty(), good, Optional.of(nothing), true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing.pem")
                .hasMessageContaining("PKCS#8");
        assertThatThrownBy(() -> clients.open(with(tls("no-such-file", null, true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-file.pem cannot be read");
        Http.Tls strangers = new Http.Tls(Optional.empty(), good, Optional.of(folder.resolve("client-ec.key")), true);
        assertThatThrownBy(() -> clients.open(with(strangers)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client-ec.key does not belong to");
    }

    private static Http.Settings with(Http.Tls tls) {
        return new Http.Settings(Duration.ofSeconds(10), Duration.ofSeconds(5), 4, 100, false, Optional.empty(), tls);
    }
}
