/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Secret;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.server.HttpCounts.Reason;
import dev.dispatcher.core.server.HttpOptions.Token;
import dev.dispatcher.core.server.RawClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    private static final long SECOND = 1_000_000_000L;

    /** Near the end of what a long can count: the clock may begin anywhere. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

    private Rate rate(int perSecond, int most) {
        return new Rate(perSecond, most, now::get);
    }

    private static int granted(Rate rate, Object caller, int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += rate.ask(caller) == 0 ? 1 : 0;
        }
        return granted;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 1000, 1_000_000})
    void oneSecondsWorthMayComeAtOnceAndThenAsMuchInEachSecond(int perSecond) {
        Rate rate = rate(perSecond, 100);
        assertThat(granted(rate, "a", 2 * perSecond)).isEqualTo(perSecond);
        assertThat(granted(rate, "b", 1)).isEqualTo(1);
        int later = 0;
        for (int i = 0; i < 10; i++) {
            now.addAndGet(SECOND / 2);
            later += granted(rate, "a", 2 * perSecond);
        }
        assertThat(later).isBetween(5 * perSecond - 1, 5 * perSecond + 1);
        now.addAndGet(100 * SECOND);
        assertThat(granted(rate, "a", 2 * perSecond)).isEqualTo(perSecond);
    }

    @Test
    void zeroIsAnyNumber() {
        Rate rate = rate(0, 1);
        assertThat(rate.limits()).isFalse();
        assertThat(granted(rate, "a", 1000)).isEqualTo(1000);
        assertThat(rate.callers()).isZero();
    }

    @Test
    void whoIsToldToWaitSoLongMayComeThen() {
        Rate rate = rate(1, 100);
        assertThat(rate.ask("a")).isZero();
        long wait = rate.ask("a");
        assertThat(wait).isEqualTo(1);
        now.addAndGet(wait * SECOND);
        assertThat(rate.ask("a")).isZero();
    }

    @Test
    void memoryIsBoundedAndWhoIsGoneIsForgotten() {
        Rate rate = rate(2, 100);
        for (int i = 0; i < 10_000; i++) {
            rate.ask(i);
        }
        assertThat(rate.callers()).isEqualTo(100);
        // whoever comes beyond that shares what is left
        assertThat(granted(rate, "late", 5)).isZero();
        assertThat(granted(rate, 1, 5)).isEqualTo(1);
        now.addAndGet(10 * SECOND);
        assertThat(granted(rate, "late", 5)).isEqualTo(2);
        assertThat(rate.callers()).isEqualTo(1);
    }

    @Test
    void manyThreadsGetNoMoreTogether() throws Exception {
        Rate rate = rate(1000, 10);
        AtomicInteger granted = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> granted.addAndGet(granted(rate, "a", 1000)));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(granted).hasValue(1000);
    }

    @Test
    void oneMachineWithManyAddressesIsOneCaller() throws Exception {
        assertThat(Rate.address(InetAddress.getByName("2001:db8::1")))
                .isEqualTo(Rate.address(InetAddress.getByName("2001:db8::ffff:2")))
                .isNotEqualTo(Rate.address(InetAddress.getByName("2001:db8:0:1::1")));
        assertThat(Rate.address(InetAddress.getByName("192.0.2.1")))
                .isNotEqualTo(Rate.address(InetAddress.getByName("192.0.2.2")));
    }

    private static HttpServer server(List<Token> tokens) throws IOException {
        HttpLimits limits = new HttpLimits(
                new ByteSize(1024),
                new ByteSize(1024),
                new ByteSize(1024),
                new ByteSize(8192),
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                1);
        HttpServer server = HttpServer.start(
                new HttpOptions("127.0.0.1:0", false, tokens, List.of(), List.of(), List.of("127.0.0.1"), limits));
        server.use(RouteTable.of(List.of(
                OwnedRoute.of("test", new Route("POST", "/events", Access.SUBMIT, false, request -> Response.of(202))),
                OwnedRoute.open(
                        "host", new Route("GET", "/health/live", Access.READ, false, request -> Response.of(200))))));
        return server;
    }

    private static Answer post(RawClient client, String header) throws IOException {
        return client.send("POST /events HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\nContent-Length: 2\r\n\r\n{}")
                .answer();
    }

    private static Token token(String name, String secret) {
        return new Token(name, new Secret(secret), List.of(Access.SUBMIT));
    }

    @Test
    void eachTokenHasItsOwnRate() throws IOException {
        try (HttpServer server =
                        server(List.of(token("apps", "old"), token("apps", "new"), token("others", "another")));
                RawClient client = new RawClient(server.address())) {
            assertThat(post(client, "Authorization: Bearer old").status()).isEqualTo(202);
            Answer refused = post(client, "Authorization: Bearer new");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(refused.body()).contains("http.limits.rate").doesNotContain("old", "new");
            assertThat(post(client, "Authorization: Bearer another").status()).isEqualTo(202);
            assertThat(post(client, "Authorization: Bearer wrong").status()).isEqualTo(401);
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(server.counts().refused().get(Reason.RATE).sum()).isEqualTo(1);
        }
    }

    @Test
    void withoutTokensEachSenderHasItsOwnRate() throws IOException {
        try (HttpServer server = server(List.of());
                RawClient client = new RawClient(server.address())) {
            assertThat(post(client, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(202);
            assertThat(post(client, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(429);
            assertThat(post(client, "X-Forwarded-For: 6.6.6.6, 192.0.2.1").status())
                    .isEqualTo(429);
            assertThat(post(client, "X-Forwarded-For: 192.0.2.2").status()).isEqualTo(202);
        }
    }

    @Test
    void aRateIsNotNegative() {
        assertThatThrownBy(() -> new HttpLimits(
                        new ByteSize(1024),
                        new ByteSize(1024),
                        new ByteSize(1024),
                        new ByteSize(8192),
                        100,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        -1))
                .hasMessageContaining("rate must be");
    }
}
