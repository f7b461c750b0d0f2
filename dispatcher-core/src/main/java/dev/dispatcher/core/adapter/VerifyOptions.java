/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How an adapter knows who sends: the block {@code verify}, with exactly one way. */
public record VerifyOptions(
        @Option("GitHub: X-Hub-Signature-256, an HMAC-SHA256 of the body.")
        Optional<Shared> github,

        @Option("GitLab: the secret token in X-Gitlab-Token.")
        Optional<Shared> gitlab,

        @Option(
                "Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature; secrets may begin with whsec_.")
        Optional<Timed> standardWebhooks,

        @Option("Slack: X-Slack-Request-Timestamp and X-Slack-Signature.")
        Optional<Timed> slack,

        @Option("Stripe: Stripe-Signature with t= and v1=.") Optional<Timed> stripe,

        @Option("Any other header with an HMAC.") Optional<Hmac> hmac,

        @Option("A user and a password: Authorization: Basic.")
        Optional<Basic> basic,

        @Option("A token of the adapter's own: Authorization: Bearer.")
        Optional<Shared> bearer) {

    /** A secret that both sides know. */
    public record Shared(
            @Option("The secret; several while it is being exchanged for another.")
            List<Secret> secret) {

        public Shared {
            needed(secret);
        }
    }

    /** A secret, and how old a request may be. */
    public record Timed(
            @Option("The secret; several while it is being exchanged for another.")
            List<Secret> secret,

            @Option(value = "How far the request's time and ours may differ; at most 1h.", fallback = "5m")
            Duration window) {

        public Timed {
            needed(secret);
            inBounds(window);
        }
    }

    /** What the value of a header looks like. */
    public enum Encoding {
        HEX,
        BASE64
    }

    /** Which hash. */
    public enum Algorithm {
        SHA256,
        SHA512,
        /** For senders that know nothing better. */
        SHA1
    }

    /** An HMAC in a header. */
    public record Hmac(
            @Option("The secret; several while it is being exchanged for another.")
            List<Secret> secret,

            @Option("The header with the signature.") String header,

            @Option(value = "The hash: sha256, sha512 or sha1.", fallback = "sha256")
            Algorithm algorithm,

            @Option(value = "How the signature is written: hex or base64.", fallback = "hex")
            Encoding encoding,

            @Option("What stands in front of the signature in the header, such as sha256=.")
            Optional<String> prefix,

            @Option("The header with the time of the request, in seconds since 1970, when it is signed too.")
            Optional<String> timestampHeader,

            @Option(value = "What stands between the time and the body when both are signed.", fallback = "'.'")
            String separator,

            @Option(value = "How far the request's time and ours may differ; at most 1h.", fallback = "5m")
            Duration window) {

        public Hmac {
            needed(secret);
            inBounds(window);
            Stream.concat(Stream.of(header), timestampHeader.stream()).forEach(name -> {
                if (!name.matches("[A-Za-z0-9-]+")) {
                    throw new IllegalArgumentException("a header's name has letters, digits and hyphens");
                }
            });
        }
    }

    /** A user and a password. */
    public record Basic(
            @Option("The user.") String user,

            @Option("The password; several while it is being exchanged for another.")
            List<Secret> password) {

        public Basic {
            needed(password);
        }
    }

    public VerifyOptions {
        long ways = Stream.of(github, gitlab, standardWebhooks, slack, stripe, hmac, basic, bearer)
                .filter(Optional::isPresent)
                .count();
        if (ways != 1) {
            throw new IllegalArgumentException(
                    "verify has exactly one of github, gitlab, standard-webhooks, slack, stripe,"
                            + " hmac, basic and bearer, or is 'none'");
        }
    }

    private static void needed(List<Secret> secrets) {
        if (secrets.isEmpty()
                || secrets.stream().anyMatch(secret -> secret.reveal().isBlank())) {
            throw new IllegalArgumentException("a secret is needed, and must not be empty");
        }
    }

    private static void inBounds(Duration window) {
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("window is between 1s and 1h");
        }
    }
}
