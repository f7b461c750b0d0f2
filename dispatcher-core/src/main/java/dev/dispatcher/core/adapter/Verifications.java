/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Secret;
import dev.dispatcher.core.adapter.VerifyOptions.Basic;
import dev.dispatcher.core.adapter.VerifyOptions.Encoding;
import dev.dispatcher.core.adapter.VerifyOptions.Hmac;
import dev.dispatcher.core.adapter.VerifyOptions.Timed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ways in which senders prove who they are. */
final class Verifications {

    /** How long a signed body without a time in it is remembered. */
    private static final Duration UNTIMED = Duration.ofHours(24);

    private Verifications() {}

    static Verification of(VerifyOptions options) {
        if (options.github().isPresent()) {
            return body(
                    Keys.plain("HmacSHA256", options.github().get().secret()),
                    request -> Signature.hex(after("sha256=", request.header("X-Hub-Signature-256"))));
        }
        if (options.gitlab().isPresent()) {
            return same(options.gitlab().get().secret(), request -> request.header("X-Gitlab-Token"));
        }
        if (options.bearer().isPresent()) {
            return same(options.bearer().get().secret(), request -> scheme("Bearer ", request.header("Authorization")));
        }
        if (options.basic().isPresent()) {
            return basic(options.basic().get());
        }
        if (options.standardWebhooks().isPresent()) {
            return standardWebhooks(options.standardWebhooks().get());
        }
        if (options.slack().isPresent()) {
            return slack(options.slack().get());
        }
        return options.stripe().isPresent()
                ? stripe(options.stripe().get())
                : hmac(options.hmac().orElseThrow());
    }

    /** A text that both sides know; a replay cannot be told from a second request. */
    private static Verification same(List<Secret> secrets, Function<Request, @Nullable String> given) {
        Keys keys = Keys.plain("", secrets);
        return (request, delivery, adapter, now, replays) -> {
            String text = given.apply(request);
            return keys.same(text == null ? new byte[0] : text.strip().getBytes(StandardCharsets.UTF_8));
        };
    }

    private static Verification basic(Basic options) {
        byte[] user = options.user().getBytes(StandardCharsets.UTF_8);
        Keys passwords = Keys.plain("", options.password());
        return (request, delivery, adapter, now, replays) -> {
            byte[] pair = Signature.base64(scheme("Basic ", request.header("Authorization")));
            int colon = 0;
            while (colon < pair.length && pair[colon] != ':') {
                colon++;
            }
            byte[] given = java.util.Arrays.copyOfRange(pair, 0, colon);
            byte[] password = java.util.Arrays.copyOfRange(pair, Math.min(colon + 1, pair.length), pair.length);
            boolean known = java.security.MessageDigest.isEqual(user, given);
            return passwords.same(password) && known;
        };
    }

    /** The body alone is signed: the same body under another name is a replay; without names a replay cannot be told. */
    private static Verification body(Keys keys, Function<Request, byte[]> signature) {
        return (request, delivery, adapter, now, replays) -> {
            if (!keys.signed(List.of(request.body()), List.of(signature.apply(request)))) {
                return false;
            }
            return delivery.isEmpty()
                    || replays.fresh(
                            Signature.digest(adapter, List.of(request.body())), delivery, now, now.plus(UNTIMED));
        };
    }

    private static Verification standardWebhooks(Timed options) {
        Keys keys = Keys.standardWebhooks(options.secret());
        return (request, delivery, adapter, now, replays) -> {
            String id = request.header("webhook-id");
            String time = request.header("webhook-timestamp");
            String header = request.header("webhook-signature");
            if (id == null || time == null || header == null) {
                return false;
            }
            List<byte[]> signatures = Signature.each(header, " ", "v1,", Signature::base64);
            List<byte[]> content = List.of(Signature.utf8(id + "." + time + "."), request.body());
            return keys.signed(content, signatures) && timely(time, options.window(), adapter, content, now, replays);
        };
    }

    private static Verification slack(Timed options) {
        Keys keys = Keys.plain("HmacSHA256", options.secret());
        return (request, delivery, adapter, now, replays) -> {
            String time = request.header("X-Slack-Request-Timestamp");
            byte[] signature = Signature.hex(after("v0=", request.header("X-Slack-Signature")));
            if (time == null) {
                return false;
            }
            List<byte[]> content = List.of(Signature.utf8("v0:" + time + ":"), request.body());
            return keys.signed(content, List.of(signature))
                    && timely(time, options.window(), adapter, content, now, replays);
        };
    }

    private static Verification stripe(Timed options) {
        Keys keys = Keys.plain("HmacSHA256", options.secret());
        return (request, delivery, adapter, now, replays) -> {
            String header = request.header("Stripe-Signature");
            if (header == null) {
                return false;
            }
            List<String> times = Signature.each(header, ",", "t=", Function.identity());
            if (times.size() != 1) {
                return false;
            }
            List<byte[]> signatures = Signature.each(header, ",", "v1=", Signature::hex);
            List<byte[]> content = List.of(Signature.utf8(times.get(0) + "."), request.body());
            return keys.signed(content, signatures)
                    && timely(times.get(0), options.window(), adapter, content, now, replays);
        };
    }

    private static Verification hmac(Hmac options) {
        Keys keys = Keys.plain("Hmac" + options.algorithm().name().toUpperCase(Locale.ROOT), options.secret());
        Function<Request, byte[]> signature = request -> {
            String text = after(options.prefix().orElse(""), request.header(options.header()));
            return options.encoding() == Encoding.HEX ? Signature.hex(text) : Signature.base64(text);
        };
        if (options.timestampHeader().isEmpty()) {
            return body(keys, signature);
        }
        String timeHeader = options.timestampHeader().get();
        return (request, delivery, adapter, now, replays) -> {
            String time = request.header(timeHeader);
            if (time == null) {
                return false;
            }
            List<byte[]> content = List.of(Signature.utf8(time + options.separator()), request.body());
            return keys.signed(content, List.of(signature.apply(request)))
                    && timely(time, options.window(), adapter, content, now, replays);
        };
    }

    /** Not too old, not from the future, and the first of its kind. Asked only of what is signed well. */
    private static boolean timely(
            String time, Duration window, String adapter, List<byte[]> content, Instant now, Replays replays) {
        if (!time.matches("\\d{1,12}")) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(time));
        return Duration.between(sent, now).abs().compareTo(window) <= 0
                && replays.fresh(
                        Signature.digest(adapter, content),
                        "",
                        now,
                        sent.plus(window).plusSeconds(1));
    }

    /** The rest behind a prefix; null when it is not there. */
    private static @Nullable String after(String prefix, @Nullable String text) {
        return text != null && text.strip().startsWith(prefix) ? text.strip().substring(prefix.length()) : null;
    }

    private static @Nullable String scheme(String name, @Nullable String header) {
        return header != null && header.regionMatches(true, 0, name, 0, name.length())
                ? header.substring(name.length()).strip()
                : null;
    }
}
