/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Sets the client library up: everything that it would do by itself is turned off. */
final class Connections {

    /** Servers end idle connections; one that was idle for so long is tried before it is used. */
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofMilliseconds(200);

    /** So that a changed address of the destination is noticed. */
    private static final TimeValue LIFE = TimeValue.ofMinutes(5);

    private Connections() {}

    static CloseableHttpClient open(
            Http.Settings settings, boolean guarded, ExecutorService threads, @Nullable HttpHost proxy) {
        Timeout whole = Timeout.ofMilliseconds(Math.max(1, settings.timeout().toMillis()));
        Timeout connect =
                Timeout.ofMilliseconds(Math.max(1, settings.connectTimeout().toMillis()));
        ClientTlsStrategyBuilder tls =
                ClientTlsStrategyBuilder.create().setSslContext(TlsMaterial.context(settings.tls()));
        if (!settings.tls().verify()) {
            tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        }
        // with a proxy it is the proxy that is connected to, and the target was checked before
        Resolver resolver = new Resolver(threads, settings.connectTimeout(), guarded && proxy == null);
        HttpClientBuilder client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(settings.connections())
                        .setMaxConnTotal(settings.connections())
                        .setDnsResolver(resolver)
                        .setTlsSocketStrategy(tls.buildClassic())
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .charCodingConfig(CharCodingConfig.custom()
                                        .setCharset(StandardCharsets.UTF_8)
                                        .build())
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(whole)
                                .setTcpNoDelay(true)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(whole)
                                .setTimeToLive(LIFE)
                                .setValidateAfterInactivity(TRUSTED_IDLE)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(whole)
                        .setResponseTimeout(whole)
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableAuthCaching()
                .setUserAgent("dispatcher");
        if (proxy != null) {
            client.setProxy(proxy);
        }
        return client.build();
    }
}
