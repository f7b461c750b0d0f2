/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Whom one side of a TLS connection proves to be: a chain of certificates, the own one first, and its private key. */
public final class Identity {

    private static final char[] NO_PASSWORD = new char[0];

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads both files, once.
     *
     * @throws IllegalArgumentException when one cannot be used, or the key does not belong to the first certificate; says
     *     which file, and nothing of a key
     */
    public static Identity read(Path certificate, Path key) {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PublicKey publicKey = chain.get(0).getPublicKey();
        if (!List.of("RSA", "EC", "EdDSA").contains(publicKey.getAlgorithm())) {
            throw new IllegalArgumentException(certificate + " has a key that is neither RSA, EC nor Ed25519");
        }
        PrivateKey privateKey = Pem.key(key, publicKey);
        if (!belong(publicKey, privateKey)) {
            throw new IllegalArgumentException(key + " does not belong to " + certificate
                    + (chain.size() > 1 ? ", whose first certificate should be the server's or client's own" : ""));
        }
        return new Identity(chain, privateKey);
    }

    private static boolean belong(PublicKey publicKey, PrivateKey privateKey) {
        String algorithm = publicKey.getAlgorithm();
        if (!privateKey.getAlgorithm().equals(algorithm)) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> algorithm;
                    });
            signature.initSign(privateKey);
            signature.update(new byte[] {1});
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(new byte[] {1});
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Until when the certificate that ends first counts. */
    public Instant end() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    public KeyManager[] keyManagers() {
        try {
            KeyStore store = Trust.emptyStore();
            store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that signs cannot be kept", e);
        }
    }
}
