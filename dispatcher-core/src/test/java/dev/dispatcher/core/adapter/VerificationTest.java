/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.core.config.Mistakes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that prove who they are, with the examples of those who invented the ways. */
class VerificationTest {

    private static final String BODY = "{\"message\":\"hello\"}";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final Replays replays = new Replays();
    private final AtomicInteger refused = new AtomicInteger();

    private Adapter adapter(String verify, Instant now) {
        return adapter(verify, now, "delivery-id: '{{ header.x_delivery }}'\n");
    }

    private Adapter adapter(String verify, Instant now, String more) {
        Mistakes mistakes = new Mistakes();
        Map<String, String> env = Map.of("SECRET", "s3cret", "OLD", "0ld");
        AdapterSet set = Asked.set(mistakes, env, "mine", more + "verify: " + verify + "\n");
        assertThat(mistakes.sorted()).isEmpty();
        return set.find(
                        "mine",
                        Asked.events(dev.dispatcher.core.event.Limits.DEFAULTS, refused),
                        Clock.fixed(now, ZoneOffset.UTC),
                        replays)
                .orElseThrow();
    }

    /** 0 when it was let through, whatever became of the body then. */
    private static int status(Adapter adapter, Request request) {
        Adapter.Refusal refusal = catchThrowableOfType(Adapter.Refusal.class, () -> adapter.read(request));
        return refusal == null || refusal.status() != 401 ? 0 : 401;
    }

    private static byte[] hmac(String algorithm, String key, String content) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(String key, String content) throws Exception {
        return HexFormat.of().formatHex(hmac("HmacSHA256", key, content));
    }

    @Test
    void githubsOwnExamplePasses() {
        Adapter github = adapter("{github: {secret: \"It's a Secret to Everybody\"}}", NOW);
        String signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assertThat(status(github, Asked.request("Hello, World!", "X-Hub-Signature-256", signature)))
                .isZero();
        assertThat(status(github, Asked.request("Hello, World?", "X-Hub-Signature-256", signature)))
                .isEqualTo(401);
        assertThat(status(github, Asked.request("Hello, World!"))).isEqualTo(401);
        assertThat(status(github, Asked.request("Hello, World!", "X-Hub-Signature-256", signature.substring(7))))
                .isEqualTo(401);
        assertThat(github.verifies()).isTrue();
    }

    @Test
    void theExampleOfStandardWebhooksPasses() {
        String verify = "{standard-webhooks: {secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}}";
        Instant then = Instant.ofEpochSecond(1614265330);
        String[] headers = {
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", "v1,xx v2,yy v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        };
        Request request = Asked.request("{\"test\": 2432232314}", headers);
        assertThat(status(adapter(verify, then.plusSeconds(301)), request))
                .as("too old")
                .isEqualTo(401);
        assertThat(status(adapter(verify, then.minusSeconds(301)), request))
                .as("from the future")
                .isEqualTo(401);
        assertThat(status(adapter(verify, then.plusSeconds(299)), request)).isZero();
        assertThat(status(adapter(verify, then.plusSeconds(299)), request))
                .as("replayed")
                .isEqualTo(401);
        headers[5] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,zz";
        assertThat(status(adapter(verify, then), Asked.request("{\"test\": 2432232314}", headers)))
                .as("replayed with another header")
                .isEqualTo(401);
    }

    @Test
    void slacksExamplePasses() {
        String verify = "{slack: {secret: 8f742231b10e8888abcd99yyyzzz85a5, window: 1m}}";
        Instant then = Instant.ofEpochSecond(1531420618);
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
                + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        String[] headers = {"X-Slack-Request-Timestamp", "1531420618", "X-Slack-Signature", signature};
        assertThat(status(adapter(verify, then.plusSeconds(61)), Asked.request(body, headers)))
                .isEqualTo(401);
        assertThat(status(adapter(verify, then), Asked.request(body, headers))).isZero();
        assertThat(status(adapter(verify, then), Asked.request(body, headers))).isEqualTo(401);
        headers[1] = "1531420619";
        assertThat(status(adapter(verify, then), Asked.request(body, headers))).isEqualTo(401);
    }

    @Test
    void stripesSignatureHasItsTimeInIt() throws Exception {
        String verify = "{stripe: {secret: [new, \"${env:SECRET}\"]}}";
        String good = "t=1700000000,v1=00,v1=" + hex("s3cret", "1700000000." + BODY) + ",v0=ff";
        assertThat(status(adapter(verify, NOW), Asked.request(BODY, "Stripe-Signature", good)))
                .isZero();
        assertThat(status(adapter(verify, NOW), Asked.request(BODY, "Stripe-Signature", good)))
                .isEqualTo(401);
        String twoTimes = "t=1700000001," + good;
        assertThat(status(adapter(verify, NOW), Asked.request(BODY, "Stripe-Signature", twoTimes)))
                .isEqualTo(401);
    }

    @Test
    void severalSecretsAreGoodWhileTheyAreExchanged() {
        Adapter gitlab = adapter("{gitlab: {secret: [\"${env:SECRET}\", \"${env:OLD}\"]}}", NOW);
        assertThat(status(gitlab, Asked.request(BODY, "X-Gitlab-Token", "s3cret")))
                .isZero();
        assertThat(status(gitlab, Asked.request(BODY, "X-Gitlab-Token", "0ld"))).isZero();
        assertThat(status(gitlab, Asked.request(BODY, "X-Gitlab-Token", "0l"))).isEqualTo(401);
        assertThat(status(gitlab, Asked.request(BODY, "X-Gitlab-Token", ""))).isEqualTo(401);
        assertThat(status(gitlab, Asked.request(BODY))).isEqualTo(401);
    }

    @Test
    void aHmacInAnyHeader() throws Exception {
        String verify = "{hmac: {secret: k, header: X-Sig, algorithm: sha512, encoding: base64, prefix: 'sig='}}";
        String signature = "sig=" + Base64.getEncoder().encodeToString(hmac("HmacSHA512", "k", BODY));
        assertThat(status(adapter(verify, NOW), Asked.request(BODY, "X-Sig", signature)))
                .isZero();
        assertThat(status(adapter(verify, NOW), Asked.request(BODY, "X-Sig", signature.substring(4))))
                .isEqualTo(401);
        String timed = "{hmac: {secret: k, header: X-Sig, timestamp-header: X-Time, separator: ':'}}";
        String of = hex("k", "1700000000:" + BODY);
        assertThat(status(adapter(timed, NOW), Asked.request(BODY, "X-Sig", of, "X-Time", "1700000000")))
                .isZero();
        assertThat(status(adapter(timed, NOW), Asked.request(BODY, "X-Sig", of, "X-Time", "1700000000")))
                .isEqualTo(401);
        assertThat(status(adapter(timed, NOW), Asked.request(BODY, "X-Sig", of, "X-Time", "99999999999999")))
                .isEqualTo(401);
    }

    @Test
    void basicAndBearer() {
        Adapter basic = adapter("{basic: {user: sns, password: \"${env:SECRET}\"}}", NOW);
        String good = "Basic " + Base64.getEncoder().encodeToString("sns:s3cret".getBytes(StandardCharsets.UTF_8));
        String other = "Basic " + Base64.getEncoder().encodeToString("SNS:s3cret".getBytes(StandardCharsets.UTF_8));
        assertThat(status(basic, Asked.request(BODY, "Authorization", good))).isZero();
        assertThat(status(basic, Asked.request(BODY, "Authorization", other))).isEqualTo(401);
        assertThat(status(basic, Asked.request(BODY, "Authorization", "Basic %%%")))
                .isEqualTo(401);
        assertThat(status(basic, Asked.request(BODY))).isEqualTo(401);
        Adapter bearer = adapter("{bearer: {secret: \"${env:SECRET}\"}}", NOW);
        assertThat(status(bearer, Asked.request(BODY, "Authorization", "bearer s3cret")))
                .isZero();
        assertThat(status(bearer, Asked.request(BODY, "Authorization", "s3cret")))
                .isEqualTo(401);
    }

    @Test
    void aSignedBodyUnderAnotherNameIsAReplayAndUnderItsOwnARepeat() throws Exception {
        Adapter github = adapter("{github: {secret: s}}", NOW);
        String signature = "sha256=" + hex("s", BODY);
        Request first = Asked.request(BODY, "X-Hub-Signature-256", signature, "X-Delivery", "1");
        Request forged = Asked.request(BODY, "X-Hub-Signature-256", signature, "X-Delivery", "2");
        assertThat(github.read(first).events().get(0).key()).contains("mine 1");
        assertThat(github.read(first).events().get(0).key()).contains("mine 1");
        assertThat(status(github, forged)).isEqualTo(401);
        assertThat(status(adapter("{github: {secret: s}}", NOW), forged))
                .as("after a reload too")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{github: {secret: s}}", "{gitlab: {secret: s}}", "{slack: {secret: s}}", "{stripe: {secret: s}}"
            })
    void whoeverIsNotKnownLearnsNothing(String verify) {
        Adapter adapter = adapter(verify, NOW);
        Adapter.Refusal refusal = catchThrowableOfType(
                Adapter.Refusal.class,
                () -> adapter.read(Asked.request("not json", "X-Hub-Signature-256", "sha256=zz")));
        assertThat(refusal).hasMessage("the sender could not be verified");
        assertThat(refused).as("nothing was received").hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify: {github: {secret: ''}}",
                "verify: {github: {}}",
                "verify: {github: {secret: [a, '']}}",
                "verify: {}",
                "verify: {github: {secret: a}, gitlab: {secret: b}}",
                "verify: {githup: {secret: a}}",
                "verify: nobody",
                "verify: {slack: {secret: a, window: 2h}}",
                "verify: {hmac: {secret: a}}",
                "verify: {standard-webhooks: {secret: 'whsec_!!'}}",
                "verify: {github: {secret: '${env:MISSING}'}}"
            })
    void aVerificationThatWouldLetEveryoneInIsAMistake(String yaml) {
        assertThat(Asked.mistakes(yaml)).isNotEmpty().allMatch(mistake -> mistake.startsWith("adapters/mine.yaml:1"));
    }

    @Test
    void noVerificationHasToBeAskedFor() {
        assertThat(Asked.own("fields: {}").verifies()).isFalse();
        assertThat(Asked.own("verify: none").verifies()).isTrue();
    }
}
