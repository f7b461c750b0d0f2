/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @TempDir
    Path folder;

    private TestCertificate authority;
    private TestCertificate rsa;
    private TestCertificate ec;

    @BeforeEach
    void make() throws Exception {
        authority = TestCertificate.authority("authority").write(folder, "authority");
        rsa = authority.signs("rsa", "RSA").write(folder, "rsa");
        ec = authority.signs("ec", "EC").write(folder, "ec");
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Identity read(String certificate, String key) {
        return Identity.read(file(certificate), file(key));
    }

    /** What is inside the envelope of PKCS#8: the form in which keys were kept before it. */
    private static byte[] older(byte[] pkcs8) {
        int[] at = {0};
        header(pkcs8, at);
        for (int before = 0; before < 2; before++) {
            int length = header(pkcs8, at);
            at[0] += length;
        }
        int length = header(pkcs8, at);
        return Arrays.copyOfRange(pkcs8, at[0], at[0] + length);
    }

    private static int header(byte[] der, int[] at) {
        at[0]++;
        int first = der[at[0]++] & 0xFF;
        int length = first < 128 ? first : 0;
        for (int i = 0; first >= 128 && i < (first & 0x7F); i++) {
            length = length << 8 | (der[at[0]++] & 0xFF);
        }
        return length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "authority"})
    void readsKeysInTheirPresentForm(String name) {
        assertThat(read(name + ".pem", name + ".key")
                        .certificate()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=" + name);
        assertThat(read(name + ".pem", name + ".key").keyManagers()).isNotEmpty();
    }

    @Test
    void readsKeysInTheirOlderForms() throws IOException {
        Files.writeString(
                file("old-rsa.key"),
                TestCertificate.pem("RSA PRIVATE KEY", older(rsa.key().getEncoded())));
        Files.writeString(
                file("old-ec.key"),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + TestCertificate.pem("EC PRIVATE KEY", older(ec.key().getEncoded())));
        assertThat(read("rsa.pem", "old-rsa.key").keyManagers()).isNotEmpty();
        assertThat(read("ec.pem", "old-ec.key").keyManagers()).isNotEmpty();
        assertThatThrownBy(() -> read("rsa.pem", "old-ec.key")).hasMessageContaining("does not belong");
    }

    @Test
    void readsAChainAndNothingAroundIt() throws IOException {
        String text = "made by hand\r\n" + Files.readString(file("ec.pem")) + "\n and \n"
                + Files.readString(file("authority.pem"));
        Files.writeString(file("chain.pem"), text.replace("\n", "\r\n"));
        assertThat(read("chain.pem", "ec.key").end())
                .isEqualTo(authority.certificate().getNotAfter().toInstant());
        assertThatThrownBy(() -> read("chain.pem", "authority.key"))
                .hasMessageContaining("does not belong")
                .hasMessageContaining("first certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pem,ec.key,ec.key does not belong to",
        "ec.pem,authority.key,authority.key does not belong to",
        "none.pem,ec.key,none.pem cannot be read: there is none",
        "ec.pem,none.key,none.key cannot be read: there is none",
        "'',ec.key,cannot be read: it is no regular file",
        "ec.key,ec.key,ec.key holds",
        "ec.pem,ec.pem,ec.pem holds no 'BEGIN PRIVATE KEY'",
        "empty,ec.key,empty holds no certificate",
        "garbage,ec.key,garbage holds",
        "ec.pem,garbage,garbage holds no RSA",
        "ec.pem,cut,cut is not whole",
        "ec.pem,encrypted,encrypted holds an encrypted key",
        "ec.pem,encrypted-old,encrypted-old holds an encrypted key",
        "ec.pem,large,large has more than"
    })
    void saysWhichFileIsWrongAndNothingOfAKey(String certificate, String key, String message) throws IOException {
        String body = Base64.getEncoder().encodeToString(ec.key().getEncoded());
        Files.writeString(file("empty"), "");
        Files.writeString(
                file("garbage"),
                TestCertificate.pem("CERTIFICATE", new byte[40]) + TestCertificate.pem("PRIVATE KEY", new byte[40]));
        Files.writeString(
                file("cut"), "-----BEGIN PRIVATE KEY-----\n" + body.substring(0, 41) + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                file("encrypted"),
                TestCertificate.pem("ENCRYPTED PRIVATE KEY", ec.key().getEncoded()));
        Files.writeString(
                file("encrypted-old"),
                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + body
                        + "\n-----END EC PRIVATE KEY-----\n");
        Files.writeString(file("large"), "x".repeat(2 << 20));
        assertThatThrownBy(() -> read(certificate, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .satisfies(thrown -> {
                    StringWriter all = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(all));
                    assertThat(all.toString()).doesNotContain(body.substring(8, 24));
                });
    }
}
