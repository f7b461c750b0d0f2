/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Says who we are in a request's headers. Any number of threads. */
final class Signatures {

    private static final String PREFIX = "whsec_";

    private final WebhookOptions options;
    private final Clock clock;

    Signatures(WebhookOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    Http.Request sign(Http.Request request, List<Event> events) {
        Http.Request signed = request;
        if (options.basic().isPresent()) {
            WebhookOptions.Basic basic = options.basic().get();
            byte[] pair = (basic.user() + ":" + basic.password().reveal()).getBytes(StandardCharsets.UTF_8);
            signed = signed.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        if (options.bearer().isPresent()) {
            signed = signed.with(
                    "Authorization", "Bearer " + options.bearer().get().reveal());
        }
        if (options.hmac().isPresent()) {
            WebhookOptions.Hmac hmac = options.hmac().get();
            List<String> all = new ArrayList<>();
            for (Secret secret : both(hmac.secret(), hmac.previous())) {
                byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
                all.add(hmac.prefix() + HexFormat.of().formatHex(mac(hmac.hash().algorithm, key, request.body())));
            }
            signed = signed.with(hmac.header(), String.join(",", all));
        }
        if (options.standardWebhooks().isPresent()) {
            WebhookOptions.Standard standard = options.standardWebhooks().get();
            String id = id(events);
            String time = String.valueOf(clock.instant().getEpochSecond());
            List<String> all = new ArrayList<>();
            for (Secret secret : both(standard.secret(), standard.previous())) {
                byte[] head = (id + "." + time + ".").getBytes(StandardCharsets.UTF_8);
                byte[] signature = mac("HmacSHA256", key(secret), head, request.body());
                all.add("v1," + Base64.getEncoder().encodeToString(signature));
            }
            signed = signed.with("webhook-id", id)
                    .with("webhook-timestamp", time)
                    .with("webhook-signature", String.join(" ", all));
        }
        return signed;
    }

    private static List<Secret> both(Secret current, Optional<Secret> previous) {
        return previous.map(old -> List.of(current, old)).orElse(List.of(current));
    }

    /**
     * The same for each attempt at the same events, so that a receiver can tell a repetition. An id that a header cannot
     * say, or that holds the dot that separates what is signed, is hashed.
     */
    static String id(List<Event> events) {
        if (events.size() == 1 && events.get(0).id().matches("[A-Za-z0-9_:/-]{1,200}")) {
            return events.get(0).id();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Event event : events) {
                digest.update(event.json());
                digest.update((byte) '\n');
            }
            return (events.size() == 1 ? "event-" : "batch-") + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** @throws IllegalArgumentException without the secret */
    static byte[] key(Secret secret) {
        String text = secret.reveal();
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // its message would quote the secret
        }
        throw new IllegalArgumentException("a secret of Standard Webhooks is whsec_ and base64");
    }

    private static byte[] mac(String algorithm, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + algorithm, e);
        }
    }
}
