/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.config.FileSet;
import dev.dispatcher.core.server.TlsOptions.ClientAuth;
import dev.dispatcher.core.tls.Identity;
import dev.dispatcher.core.tls.Trust;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the files of {@link TlsOptions} held when they were read.
 *
 * @param fingerprint of their content
 * @param end until when the server's certificate counts
 */
record Credentials(TlsOptions options, String fingerprint, SSLContext context, Instant end) {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Sessions that can be taken up again are kept in memory: the JDK's default would fill a small heap. */
    private static final int SESSIONS = 1000;

    private static final int SESSION_SECONDS = 3600;

    /** @throws IllegalArgumentException when a file cannot be used; says which */
    static Credentials read(TlsOptions options) {
        String fingerprint = fingerprint(options);
        Identity identity = Identity.read(options.certificate(), options.key());
        TrustManager @Nullable [] trust = options.clientCa().map(Trust::in).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.keyManagers(), trust, null);
            context.getServerSessionContext().setSessionCacheSize(SESSIONS);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return new Credentials(options, fingerprint, context, identity.end());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static String fingerprint(TlsOptions options) {
        return new FileSet(options.files()).fingerprint();
    }

    /** These, when they are still what the options stand for; else read anew. */
    Credentials current(TlsOptions changed) {
        return options.equals(changed) && fingerprint.equals(fingerprint(changed)) ? this : read(changed);
    }

    SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        if (options.clientAuth() == ClientAuth.REQUIRED) {
            engine.setNeedClientAuth(true);
        } else {
            engine.setWantClientAuth(options.clientAuth() == ClientAuth.OPTIONAL);
        }
        return engine;
    }
}
