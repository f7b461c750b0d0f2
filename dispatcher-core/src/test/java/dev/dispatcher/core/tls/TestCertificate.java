/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** A key and its certificate, made on the spot: tools take seconds for what a few lines of DER do in milliseconds. */
public record TestCertificate(X509Certificate certificate, PrivateKey key) {

    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};
    private static final byte[] BASIC_CONSTRAINTS = {6, 3, 0x55, 0x1D, 0x13};
    private static final byte[] ALTERNATIVE_NAME = {6, 3, 0x55, 0x1D, 0x11};
    private static final byte[] TRUE = {1, 1, (byte) 0xFF};
    private static final byte[] EC_WITH_SHA256 = {0x30, 10, 6, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 4, 3, 2};
    private static final byte[] RSA_WITH_SHA256 = {
        0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 0x0B, 5, 0
    };

    /** One that vouches for others. */
    public static TestCertificate authority(String name) throws GeneralSecurityException {
        return make(name, "EC", Instant.now().plus(Duration.ofDays(1)), null);
    }

    /** One for localhost, whose key is RSA or EC. */
    public TestCertificate signs(String name, String algorithm) throws GeneralSecurityException {
        return make(name, algorithm, Instant.now().plus(Duration.ofDays(1)), this);
    }

    public TestCertificate signsExpired(String name) throws GeneralSecurityException {
        return make(name, "EC", Instant.now().minus(Duration.ofDays(1)), this);
    }

    private static TestCertificate make(String name, String algorithm, Instant end, TestCertificate signer)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        KeyPair pair = generator.generateKeyPair();
        PrivateKey with = signer == null ? pair.getPrivate() : signer.key();
        boolean rsa = with.getAlgorithm().equals("RSA");
        byte[] algorithmUsed = rsa ? RSA_WITH_SHA256 : EC_WITH_SHA256;
        byte[] subject = name(name);
        byte[] issuer = signer == null
                ? subject
                : signer.certificate().getSubjectX500Principal().getEncoded();
        byte[] body = der(
                0x30,
                der(0xA0, new byte[] {2, 1, 2}),
                der(2, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                algorithmUsed,
                issuer,
                der(0x30, time(end.minus(Duration.ofDays(30))), time(end)),
                subject,
                pair.getPublic().getEncoded(),
                der(0xA3, der(0x30, signer == null ? constraints() : names())));
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(with);
        signature.update(body);
        byte[] whole = der(0x30, body, algorithmUsed, der(3, new byte[] {0}, signature.sign()));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        return new TestCertificate(certificate, pair.getPrivate());
    }

    private static byte[] name(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(12, text))));
    }

    private static byte[] time(Instant at) {
        return der(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] constraints() {
        return der(0x30, BASIC_CONSTRAINTS, TRUE, der(4, der(0x30, TRUE)));
    }

    private static byte[] names() {
        byte[] localhost = der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII));
        return der(0x30, ALTERNATIVE_NAME, der(4, der(0x30, localhost, der(0x87, new byte[] {127, 0, 0, 1}))));
    }

    static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (content.size() < 128) {
            all.write(content.size());
        } else if (content.size() < 256) {
            all.write(0x81);
            all.write(content.size());
        } else {
            all.write(0x82);
            all.write(content.size() >> 8);
            all.write(content.size());
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    /** Writes {@code name.pem} and {@code name.key}. */
    public TestCertificate write(Path folder, String name) throws GeneralSecurityException, IOException {
        Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        return this;
    }
}
