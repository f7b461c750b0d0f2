/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Who is believed to vouch for others. */
public final class Trust {

    private Trust() {}

    /**
     * Trust in the certificates of one file and in nobody else.
     *
     * @throws IllegalArgumentException when the file cannot be used; says which
     */
    public static TrustManager[] in(Path file) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (X509Certificate certificate : Pem.certificates(file)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificates that can be read cannot be kept", e);
        }
    }

    static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty store is read from nowhere", e);
        }
    }
}
