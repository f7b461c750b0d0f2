/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The credentials that each new connection begins with; exchanged while older connections keep theirs. */
final class TlsContext extends SSLContext {

    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

    private final Spi spi;

    TlsContext(Credentials credentials) {
        this(new Spi(credentials));
        warn(credentials);
    }

    private TlsContext(Spi spi) {
        super(spi, spi.credentials.context().getProvider(), "TLS");
        this.spi = spi;
    }

    Credentials credentials() {
        return spi.credentials;
    }

    void use(Credentials changed) {
        if (!spi.credentials.equals(changed)) {
            spi.credentials = changed;
            LOG.info("new TLS connections use {} from now on", changed.options().certificate());
            warn(changed);
        }
    }

    private static void warn(Credentials credentials) {
        if (credentials.end().isBefore(java.time.Instant.now())) {
            LOG.warn("{} expired at {}", credentials.options().certificate(), credentials.end());
        }
    }

    /** Makes engines only. */
    private static final class Spi extends SSLContextSpi {

        private volatile Credentials credentials;

        Spi(Credentials credentials) {
            this.credentials = credentials;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return credentials.engine(host, port);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return credentials.context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return credentials.context().getClientSessionContext();
        }
    }
}
