/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import dev.dispatcher.core.tls.Identity;
import dev.dispatcher.core.tls.Trust;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** What a client's TLS settings stand for. */
final class TlsMaterial {

    private TlsMaterial() {}

    /** @throws IllegalArgumentException when a file cannot be used */
    static SSLContext context(Http.Tls tls) {
        try {
            KeyManager @Nullable [] keys = null;
            if (tls.certificate().isPresent() && tls.key().isPresent()) {
                keys = Identity.read(tls.certificate().get(), tls.key().get()).keyManagers();
            }
            TrustManager @Nullable [] trust = null;
            if (!tls.verify()) {
                trust = new TrustManager[] {new TrustsAll()};
            } else if (tls.ca().isPresent()) {
                trust = Trust.in(tls.ca().get());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** An extended one: the JDK adds the check of the host name to every other. */
    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
