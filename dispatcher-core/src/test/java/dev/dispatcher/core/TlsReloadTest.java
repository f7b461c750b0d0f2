/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.tls.TestCertificate;
import dev.dispatcher.core.tls.Trust;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsReloadTest {

    @TempDir
    Path folder;

    private Path conf;
    private TestCertificate authority;

    @BeforeEach
    void write() throws Exception {
        conf = Files.createDirectories(folder.resolve("conf"));
        authority = TestCertificate.authority("authority").write(folder, "authority");
        authority.signs("first", "EC").write(conf, "server");
        configure("tls: {certificate: server.pem, key: server.key}");
        Files.writeString(conf.resolve("rules.yaml"), "rules:\n  - {name: all, to: event-log}\n");
    }

    private void configure(String tls) throws Exception {
        Files.writeString(
                conf.resolve("dispatcher.yaml"),
                "http:\n  listen: 127.0.0.1:0\n  " + tls
                        + "\nreload: {watch: 100ms}\nsinks:\n  event-log: {type: log}\n");
    }

    private Dispatcher start() throws Exception {
        return Dispatcher.start(
                new Home(conf, folder.resolve("data"), folder.resolve("plugins"), null), Overrides.NONE);
    }

    private String serverName(Dispatcher dispatcher) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, Trust.in(folder.resolve("authority.pem")), null);
        URI live = URI.create("https://127.0.0.1:" + dispatcher.address().getPort() + "/health/live");
        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(trusting)
                .build()
                .send(HttpRequest.newBuilder(live).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        X509Certificate met =
                (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
        return met.getSubjectX500Principal().getName();
    }

    @Test
    void aChangedCertificateIsTakenByItself() throws Exception {
        try (Dispatcher dispatcher = start()) {
            assertThat(dispatcher.secure()).isTrue();
            assertThat(dispatcher.configuration().files())
                    .contains(conf.resolve("server.pem"), conf.resolve("server.key"));
            assertThat(serverName(dispatcher)).isEqualTo("CN=first");
            authority.signs("second", "RSA").write(conf, "server");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(serverName(dispatcher)).isEqualTo("CN=second"));
        }
    }

    @Test
    void aBadOneIsRefusedAndTheOldOneStays() throws Exception {
        try (Dispatcher dispatcher = start()) {
            String hash = dispatcher.configuration().hash();
            authority.signs("second", "EC").write(folder, "second");
            Files.copy(folder.resolve("second.pem"), conf.resolve("server.pem"), StandardCopyOption.REPLACE_EXISTING);
            Reload refused = dispatcher.reload();
            assertThat(refused.done()).isFalse();
            assertThat(refused.mistakes()).singleElement().satisfies(mistake -> {
                assertThat(mistake.path()).isEqualTo("http");
                assertThat(mistake.message()).contains("http.tls", "server.key does not belong to");
            });
            assertThat(serverName(dispatcher)).isEqualTo("CN=first");
            assertThat(dispatcher.configuration().hash()).isEqualTo(hash);
            Files.copy(folder.resolve("second.key"), conf.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(dispatcher.reload().done()).isTrue();
            assertThat(serverName(dispatcher)).isEqualTo("CN=second");
        }
    }

    @Test
    void plainAndTlsAreExchangedWithARestartOnly() throws Exception {
        try (Dispatcher dispatcher = start()) {
            configure("hosts: []");
            assertThat(dispatcher.reload().mistakes())
                    .anySatisfy(mistake -> assertThat(mistake.path()).isEqualTo("http.tls"));
            assertThat(serverName(dispatcher)).isEqualTo("CN=first");
        }
    }

    @Test
    void aBadOneIsRefusedAtTheStart() throws Exception {
        Files.writeString(conf.resolve("server.key"), "nothing");
        assertThatThrownBy(this::start).isInstanceOf(ConfigException.class).hasMessageContaining("server.key");
        configure("tls: {certificate: server.pem}");
        assertThatThrownBy(this::start).isInstanceOf(ConfigException.class).hasMessageContaining("http.tls.key");
        configure("tls: {certificate: server.pem, key: server.key, client-auth: required}");
        assertThatThrownBy(this::start).isInstanceOf(ConfigException.class).hasMessageContaining("client-ca");
    }
}
