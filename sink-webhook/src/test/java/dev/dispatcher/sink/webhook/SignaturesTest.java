/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeClock;
import dev.dispatcher.api.testkit.TestEvents;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignaturesTest {

    private static final Event EVENT = TestEvents.event("x").with("id", "msg_p5jXN8AQM9LWM0D4loKWxJek");

    private final FakeClock clock = new FakeClock(Instant.ofEpochSecond(1614265330));
    private final Hooks hooks = Hooks.to("https://example.org/");

    private Http.Request signed(String body, Event... events) {
        Http.Request request = Http.Request.post(
                URI.create("https://example.org/"), "application/json", body.getBytes(StandardCharsets.UTF_8));
        return new Signatures(hooks.options(), clock).sign(request, List.of(events));
    }

    private static WebhookOptions.Standard standard(String secret, String previous) {
        return new WebhookOptions.Standard(
                new Secret(secret), Optional.ofNullable(previous).map(Secret::new));
    }

    /** The example of the specification's own libraries. */
    @Test
    void signsAsStandardWebhooksHasIt() {
        hooks.standard = Optional.of(standard("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null));
        Http.Request request = signed("{\"test\": 2432232314}", EVENT);
        assertThat(request.headers())
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsWithBothSecretsWhileTheyChange() {
        hooks.standard = Optional.of(standard("whsec_bmV3", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        String[] signatures = signed("{\"test\": 2432232314}", EVENT)
                .headers()
                .get("webhook-signature")
                .split(" ");
        assertThat(signatures).hasSize(2).allMatch(signature -> signature.startsWith("v1,"));
        assertThat(signatures[1]).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void anotherAttemptHasTheSameIdAtAnotherTime() {
        hooks.standard = Optional.of(standard("whsec_bmV3", null));
        Http.Request first = signed("{}", EVENT, TestEvents.event("other"));
        clock.advance(Duration.ofSeconds(5));
        Http.Request second = signed("{}", EVENT, TestEvents.event("other"));
        assertThat(second.headers().get("webhook-id"))
                .isEqualTo(first.headers().get("webhook-id"))
                .startsWith("batch-");
        assertThat(second.headers().get("webhook-timestamp")).isEqualTo("1614265335");
    }

    @Test
    void otherEventsHaveAnotherId() {
        List<Event> one = List.of(EVENT, TestEvents.event("a"));
        List<Event> other = List.of(EVENT, TestEvents.event("b"));
        assertThat(Signatures.id(one)).isNotEqualTo(Signatures.id(other));
    }

    @Test
    void anIdThatNoHeaderCanSayIsHashed() {
        assertThat(Signatures.id(List.of(EVENT.with("id", "a.b\r\nX: y")))).matches("event-[0-9a-f]{32}");
    }

    /** Test case 2 of RFC 4231. */
    @Test
    void signsTheBodyInAHeader() {
        hooks.hmac = Optional.of(new WebhookOptions.Hmac(
                "X-Signature", new Secret("Jefe"), Optional.empty(), WebhookOptions.Hash.SHA256, "sha256="));
        assertThat(signed("what do ya want for nothing?", EVENT).headers())
                .containsEntry(
                        "X-Signature", "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void signsTheBodyTwiceWhileSecretsChange() {
        hooks.hmac = Optional.of(new WebhookOptions.Hmac(
                "X-Signature", new Secret("new"), Optional.of(new Secret("Jefe")), WebhookOptions.Hash.SHA256, ""));
        assertThat(signed("what do ya want for nothing?", EVENT).headers().get("X-Signature"))
                .matches("[0-9a-f]{64},5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void saysUserAndPassword() {
        hooks.basic = Optional.of(new WebhookOptions.Basic("Aladdin", new Secret("open sesame")));
        assertThat(signed("", EVENT).headers()).containsEntry("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void saysTheBearerToken() {
        hooks.bearer = Optional.of(new Secret("abc"));
        assertThat(signed("", EVENT).headers()).containsEntry("Authorization", "Bearer abc");
    }
}
