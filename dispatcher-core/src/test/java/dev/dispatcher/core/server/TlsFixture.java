/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.server.TlsOptions.ClientAuth;
import dev.dispatcher.core.tls.Identity;
import dev.dispatcher.core.tls.TestCertificate;
import dev.dispatcher.core.tls.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with TLS, an authority that vouches for it, and clients that trust it. */
abstract class TlsFixture {

    static final String GET = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path folder;

    TestCertificate authority;
    HttpServer server;

    @BeforeEach
    void certificates() throws Exception {
        authority = TestCertificate.authority("authority").write(folder, "authority");
        authority.signs("first", "EC").write(folder, "server");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    TlsOptions tls(ClientAuth auth) {
        return new TlsOptions(
                folder.resolve("server.pem"),
                folder.resolve("server.key"),
                auth == ClientAuth.NONE ? Optional.empty() : Optional.of(folder.resolve("authority.pem")),
                auth);
    }

    static HttpLimits limits(Duration headerTime) {
        return new HttpLimits(
                new ByteSize(2 << 20),
                new ByteSize(2 << 20),
                new ByteSize(64 << 20),
                new ByteSize(8 << 10),
                2000,
                headerTime,
                Duration.ofMinutes(2),
                Duration.ofMinutes(2));
    }

    HttpOptions options(ClientAuth auth, Duration headerTime) {
        return new HttpOptions(
                "127.0.0.1:0",
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(tls(auth)),
                limits(headerTime));
    }

    HttpOptions options() {
        return options(ClientAuth.NONE, Duration.ofMinutes(2));
    }

    void start(HttpOptions options) throws IOException {
        server = HttpServer.start(options);
        server.use(RouteTable.of(List.of(
                OwnedRoute.of(
                        "test",
                        new Route(
                                "POST", "/echo", Access.SUBMIT, false, request -> Response.json(200, request.body()))),
                OwnedRoute.of(
                        "test",
                        new Route(
                                "POST", "/worker", Access.SUBMIT, true, request -> Response.json(200, request.body()))),
                OwnedRoute.open(
                        "host",
                        new Route("GET", "/health/live", Access.READ, false, request -> Response.text(200, "live"))))));
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** A client that trusts the authority and, with a name, shows that certificate. */
    SSLContext client(String name) throws GeneralSecurityException {
        KeyManager[] keys = name == null
                ? null
                : Identity.read(folder.resolve(name + ".pem"), folder.resolve(name + ".key"))
                        .keyManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, Trust.in(folder.resolve("authority.pem")), null);
        return context;
    }

    SSLSocket connect(SSLContext client, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket(address().getAddress(), address().getPort());
        socket.setSoTimeout(20_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    RawClient open(SSLContext client, String... protocols) throws IOException {
        return new RawClient(connect(client, protocols));
    }

    /** Whom a new connection meets. */
    String serverName() throws Exception {
        try (SSLSocket socket = connect(client(null))) {
            socket.startHandshake();
            X509Certificate met = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return met.getSubjectX500Principal().getName();
        }
    }

    static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    void stillServes() throws Exception {
        try (RawClient client = open(client(null))) {
            client.send(GET);
            if (client.answer().status() != 200) {
                throw new AssertionError("it serves no more");
            }
        }
    }
}
