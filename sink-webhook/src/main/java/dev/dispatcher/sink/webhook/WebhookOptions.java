/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options of {@code type: webhook}. */
public record WebhookOptions(
        @Option("Where to send, http or https; values of placeholders are percent-encoded.")
        Template url,

        @Option(
                value = "Whether an address that comes from an event may be loopback, link-local or private."
                        + " Leave it false where senders are not trusted.",
                fallback = "false")
        boolean allowPrivate,

        @Option(value = "The request's method, such as POST, PUT or PATCH; a GET carries no body.", fallback = "POST")
        String method,

        @Option("More headers; control characters in values become spaces.")
        Map<String, Template> headers,

        @Option(
                value = "The type of the body; where it is JSON, values in the body's template are escaped for JSON.",
                fallback = "application/json")
        String contentType,

        @Option("The body instead of the canonical JSON; a template that sees the event, or the batch as events.")
        Optional<Template> body,

        @Option(
                value =
                        "How events are written without a body template: auto is an array where delivery.batch is above 1,"
                                + " else one object.",
                fallback = "auto")
        Format format,

        @Option(
                value =
                        "Whether each event is a request of its own, or each batch; with GET, or placeholders in the url,"
                                + " always each event.",
                fallback = "batch")
        Per per,

        @Option("The statuses that mean taken; any 2xx when none is given.")
        List<Integer> expect,

        @Option("User name and password.") Optional<Basic> basic,

        @Option("A token that is sent as Authorization: Bearer.")
        Optional<Secret> bearer,

        @Option("Signature headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks.")
        Optional<Standard> standardWebhooks,

        @Option("A header with an HMAC over the body.") Optional<Hmac> hmac,

        @Option("How to speak HTTP.") Http.Settings http) {

    /** How events are written without a body template. */
    public enum Format {
        /** An array where batches are configured, else an object. */
        AUTO,
        /** One event as an object; several cannot be said, so each is a request. */
        OBJECT,
        ARRAY,
        /** One object per line. */
        NDJSON
    }

    /** What a request carries. */
    public enum Per {
        EVENT,
        BATCH
    }

    /** Basic authentication. */
    public record Basic(
            @Option("The user's name.") String user,
            @Option("The password.") Secret password) {

        public Basic {
            if (user.contains(":")) {
                throw new IllegalArgumentException("user must not contain a colon");
            }
        }
    }

    /** Signatures as Standard Webhooks has them. */
    public record Standard(
            @Option("The secret, as whsec_ and base64.") Secret secret,

            @Option("The secret before, while receivers change to the new one; both sign.")
            Optional<Secret> previous) {

        public Standard {
            Signatures.key(secret);
            previous.ifPresent(Signatures::key);
        }
    }

    /** One signature in one header. */
    public record Hmac(
            @Option(value = "The header's name.", fallback = "X-Hub-Signature-256")
            String header,

            @Option("The shared secret, as text.") Secret secret,

            @Option("The secret before, while receivers change to the new one; its signature follows after a comma.")
            Optional<Secret> previous,

            @Option(value = "The hash function.", fallback = "sha256")
            Hash hash,

            @Option(value = "What stands before the hexadecimal digits.", fallback = "sha256=")
            String prefix) {}

    /** Hash functions of an HMAC. */
    public enum Hash {
        SHA1("HmacSHA1"),
        SHA256("HmacSHA256"),
        SHA512("HmacSHA512");

        final String algorithm;

        Hash(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    public WebhookOptions {
        method = method.toUpperCase(Locale.ROOT);
        if (!method.matches("[A-Z][A-Z-]*") || method.equals("CONNECT")) {
            throw new IllegalArgumentException("method should be a word such as POST or PUT, not '" + method + "'");
        }
        if (basic.isPresent() && bearer.isPresent()) {
            throw new IllegalArgumentException(
                    "basic and bearer exclude each other: both are the Authorization header");
        }
        if (expect.stream().anyMatch(status -> status < 200 || status > 599)) {
            throw new IllegalArgumentException("expect takes statuses from 200 to 599");
        }
        for (String name : headers.keySet()) {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                throw new IllegalArgumentException("a header cannot be named '" + name + "'");
            }
            if (List.of("content-length", "host", "transfer-encoding", "connection")
                    .contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the header " + name + " is set by the client itself");
            }
        }
        if (url.constant()) {
            try {
                address(url.source());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("url should be an address such as https://example.org/hook");
            }
        }
    }

    boolean get() {
        return method.equals("GET");
    }

    /**
     * Whether one request never carries several events: where the address depends on the event, the events of a batch may
     * have different ones, and a GET has no body to hold them.
     */
    boolean single() {
        return per == Per.EVENT || get() || !url.constant();
    }

    /** @throws IllegalArgumentException without the text, which may hold a secret */
    static URI address(String text) {
        URI uri;
        try {
            uri = new URI(text.trim());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException("not an address");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getPort() > 65535) {
            throw new IllegalArgumentException("not an address of the web");
        }
        return uri;
    }

    /** Without address and headers: these may hold secrets. */
    @Override
    public String toString() {
        return "webhook options with method " + method + ", content-type " + contentType + ", format " + format
                + ", per " + per;
    }
}
