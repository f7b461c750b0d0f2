/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GuardAndProxyTest extends ClientFixture {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0", "2130706433", "[::1]", "[::ffff:127.0.0.1]"})
    void anEventMayNotSendUsToOurself(String host) {
        URI uri = URI.create("http://" + host + ":" + stub.port() + "/secret?q=secret");
        assertThatThrownBy(() -> open(patient()).send(fromEvent(uri)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("allow-private")
                .hasMessageContaining(host.replaceAll("[\\[\\]]", ""))
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("secret"));
        assertThat(stub.connections()).isZero();
    }

    @Test
    void anEventMayNotUseAConnectionThatWasOpenedWithoutTheCheck() throws Exception {
        PooledHttp http = open(patient());
        http.send(post("/", "x"));
        assertThatThrownBy(() -> http.send(fromEvent(stub.uri("/")))).hasMessageContaining("allow-private");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void anEventMaySendUsAnywhereWhereTheUserAllowsIt() throws Exception {
        PooledHttp http = open(settings(Duration.ofSeconds(10), 4, 100, true));
        assertThat(http.send(fromEvent(stub.uri("/"))).status()).isEqualTo(200);
    }

    @Test
    void goesThroughAProxyWithCredentials() throws Exception {
        PooledHttp http = open(through("http://me:pr0xysecret@127.0.0.1:" + stub.port()));
        http.send(Http.Request.get(URI.create("http://example.invalid/x?y")));
        assertThat(stub.requests()).last().satisfies(request -> {
            assertThat(request.target()).isEqualTo("http://example.invalid/x?y");
            assertThat(request.header("proxy-authorization")).startsWith("Basic ");
        });
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void anEventMayNotReachOurNetworkThroughAProxy() {
        PooledHttp http = open(through("http://127.0.0.1:" + stub.port()));
        assertThatThrownBy(() -> http.send(fromEvent(URI.create("http://10.1.2.3/secret"))))
                .hasMessageContaining("allow-private")
                .hasMessageContaining("10.1.2.3");
        assertThat(stub.connections()).isZero();
    }

    @Test
    void aProxyThatIsDownIsSaidWithoutItsPassword() {
        PooledHttp http = open(through("http://me:pr0xysecret@127.0.0.1:" + HttpStub.freePort()));
        assertThatThrownBy(() -> http.send(Http.Request.get(URI.create("http://example.invalid/"))))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("pr0xysecret"));
    }

    @Test
    void aProxyThatSpeaksSomethingElseIsRefused() {
        assertThatThrownBy(() -> open(through("socks://me:pr0xysecret@127.0.0.1:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pr0xysecret");
    }

    private static Http.Settings through(String proxy) {
        return new Http.Settings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                4,
                100,
                false,
                Optional.of(URI.create(proxy)),
                Http.Tls.DEFAULTS);
    }
}
