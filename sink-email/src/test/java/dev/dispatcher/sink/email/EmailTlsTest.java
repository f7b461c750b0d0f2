/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailTlsTest {

    @TempDir
    static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void certificate() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "mail",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool(
                "-exportcert",
                "-alias",
                "mail",
                "-rfc",
                "-file",
                folder.resolve("ca.pem").toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("store"))) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        context = SSLContext.getInstance("TLS");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mail", store.getCertificate("mail"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        String key = Base64.getMimeEncoder()
                .encodeToString(store.getKey("mail", "changeit".toCharArray()).getEncoded());
        Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore", folder.resolve("store").toString(), "-storetype", "PKCS12", "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    private static Emails emails(SmtpStub server, EmailOptions.Security security) {
        Emails emails = Emails.at(server.port());
        emails.host = "localhost";
        emails.security = security;
        emails.tls = new Http.Tls(Optional.of(folder.resolve("ca.pem")), Optional.empty(), Optional.empty(), true);
        return emails;
    }

    private static DeliveryException delivered(Emails emails) {
        return catchThrowableOfType(DeliveryException.class, () -> {
            try (Sink sink = new EmailFactory().create(emails.options(), new FakeContext())) {
                sink.deliver(List.of(TestEvents.event("in private")));
            }
        });
    }

    @Test
    void startTlsAndTlsDeliverToAServerThatIsTrusted() throws Exception {
        for (EmailOptions.Security security : List.of(EmailOptions.Security.STARTTLS, EmailOptions.Security.TLS)) {
            try (SmtpStub server = new SmtpStub(context, security == EmailOptions.Security.TLS)) {
                assertThat(delivered(emails(server, security))).isNull();
                assertThat(server.mails).hasSize(1);
            }
        }
    }

    @Test
    void aCertificateThatNamesAnotherHostOrIsNotTrustedGetsNoMail() throws Exception {
        for (EmailOptions.Security security : List.of(EmailOptions.Security.STARTTLS, EmailOptions.Security.TLS)) {
            try (SmtpStub server = new SmtpStub(context, security == EmailOptions.Security.TLS)) {
                Emails other = emails(server, security);
                other.host = "127.0.0.1";
                assertThat(delivered(other).retryable()).isTrue();
                Emails untrusted = emails(server, security);
                untrusted.tls = Http.Tls.DEFAULTS;
                assertThat(delivered(untrusted).retryable()).isTrue();
                assertThat(server.mails).isEmpty();
                other.tls = new Http.Tls(Optional.empty(), Optional.empty(), Optional.empty(), false);
                assertThat(delivered(other)).isNull();
            }
        }
    }

    @Test
    void aServerThatAsksForACertificateGetsIt() throws Exception {
        for (EmailOptions.Security security : List.of(EmailOptions.Security.STARTTLS, EmailOptions.Security.TLS)) {
            try (SmtpStub server = new SmtpStub(context, security == EmailOptions.Security.TLS)) {
                server.wantsCertificate = true;
                Emails emails = emails(server, security);
                assertThat(delivered(emails).retryable()).as("without one").isTrue();
                assertThat(server.mails).isEmpty();
                emails.tls = new Http.Tls(
                        Optional.of(folder.resolve("ca.pem")),
                        Optional.of(folder.resolve("ca.pem")),
                        Optional.of(folder.resolve("key.pem")),
                        true);
                assertThat(delivered(emails)).isNull();
                assertThat(server.mails).hasSize(1);
            }
        }
    }

    @Test
    void aKeyThatIsNoneIsToldByItsFileAndNotByWhatItHolds() throws Exception {
        Path bad = Files.writeString(
                folder.resolve("bad.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        try (SmtpStub server = new SmtpStub(context, true)) {
            Emails emails = emails(server, EmailOptions.Security.TLS);
            emails.tls = new Http.Tls(Optional.empty(), Optional.of(folder.resolve("ca.pem")), Optional.of(bad), true);
            assertThatThrownBy(() -> new EmailFactory().create(emails.options(), new FakeContext()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bad.pem")
                    .hasMessageNotContaining("c2VjcmV0");
        }
    }

    @Test
    void aServerWithoutStartTlsGetsNeitherMailNorPassword() throws Exception {
        try (SmtpStub server = SmtpStub.start()) {
            server.extensions = "AUTH PLAIN";
            Emails emails = emails(server, EmailOptions.Security.STARTTLS);
            emails.auth = Optional.of(new EmailOptions.Auth(
                    "user",
                    Optional.of(new dev.dispatcher.api.Secret("p")),
                    Optional.empty(),
                    Optional.empty(),
                    EmailOptions.Mechanism.PLAIN));
            assertThat(delivered(emails).getMessage()).contains("STARTTLS");
            assertThat(server.commands).noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        }
    }
}
