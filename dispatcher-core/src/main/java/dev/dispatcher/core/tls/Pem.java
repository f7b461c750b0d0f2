/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files. What is wrong with one is said with its path, never with its content. */
final class Pem {

    private static final int MOST_BYTES = 1 << 20;

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ((?:RSA |EC |ENCRYPTED )?)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

    private Pem() {}

    /**
     * All certificates of a file, at least one.
     *
     * @throws IllegalArgumentException when there is none, or something else
     */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found;
        try {
            found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(read(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " holds something that is no certificate in PEM", e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no certificate in PEM");
        }
        return found;
    }

    /**
     * The first private key of a file: PKCS#8, or one of the older forms for RSA and EC; not encrypted.
     *
     * @param publicKey of the certificate that it belongs to, whose curve an EC key in the older form has
     * @throws IllegalArgumentException when there is none that can be read
     */
    static PrivateKey key(Path file, PublicKey publicKey) {
        Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IllegalArgumentException(file + " holds no 'BEGIN PRIVATE KEY': expected PKCS#8, not encrypted"
                    + " (openssl pkcs8 -topk8 -nocrypt makes it)");
        }
        String form = pem.group(1).trim();
        String body = pem.group(2);
        if (form.equals("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new IllegalArgumentException(file
                    + " holds an encrypted key: expected one that is not (openssl pkcs8 -topk8 -nocrypt makes it)");
        }
        byte[] der;
        try {
            der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not whole: its base64 cannot be read");
        }
        return switch (form) {
            case "RSA" -> generate(file, Pkcs8.ofRsa(der), List.of("RSA"));
            case "EC" -> {
                if (!publicKey.getAlgorithm().equals("EC")) {
                    throw new IllegalArgumentException(
                            file + " does not belong to the certificate, whose key is " + publicKey.getAlgorithm());
                }
                yield generate(file, Pkcs8.ofEc(der, publicKey), List.of("EC"));
            }
            default -> generate(file, der, List.of("RSA", "EC", "EdDSA"));
        };
    }

    // the cause is left out on purpose: what it says could be about the bytes of the key
    @SuppressWarnings("UnusedException")
    private static PrivateKey generate(Path file, byte[] pkcs8, List<String> algorithms) {
        for (String algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // the next one
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new IllegalArgumentException(file + " holds no RSA, EC or Ed25519 key that can be read");
    }

    private static byte[] read(Path file) {
        byte[] bytes;
        // a pipe or a device would never end
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " cannot be read: it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            String why =
                    !Files.exists(file) ? "there is none" : Files.isReadable(file) ? "reading failed" : "no permission";
            throw new IllegalArgumentException(file + " cannot be read: " + why, e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes, which is the limit");
        }
        return bytes;
    }
}
