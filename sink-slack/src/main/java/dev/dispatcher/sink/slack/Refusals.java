/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Http;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What Slack's refusals mean for the next attempt. */
final class Refusals {

    /** Whoever we are, Slack does not want us: someone must change something first. */
    private static final Set<String> CREDENTIALS = Set.of(
            "access_denied",
            "accesslimited",
            "account_inactive",
            "ekm_access_denied",
            "enterprise_is_restricted",
            "invalid_auth",
            "invalid_token",
            "missing_scope",
            "no_active_hooks",
            "no_permission",
            "no_service",
            "no_service_id",
            "no_team",
            "not_allowed_token_type",
            "not_authed",
            "org_login_required",
            "team_access_not_granted",
            "team_disabled",
            "token_expired",
            "token_revoked",
            "two_factor_setup_required");

    private static final Set<String> LATER = Set.of(
            "external_channel_migrating",
            "fatal_error",
            "internal_error",
            "request_timeout",
            "rollup_error",
            "service_unavailable",
            "team_added_to_org",
            "timeout");

    private static final Set<String> TOO_MANY = Set.of("message_limit_exceeded", "rate_limited", "ratelimited");

    /** Said with 403, and yet about the channel and not about us. */
    private static final Set<String> CHANNEL =
            Set.of("action_prohibited", "posting_to_general_channel_denied", "restricted_action");

    private Refusals() {}

    /** An answer of a webhook that is not 2xx: its text is the error's code. */
    static DeliveryException hook(Http.Response answer) {
        String code = new String(answer.body(), 0, Math.min(answer.body().length, 100), StandardCharsets.UTF_8)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (CREDENTIALS.contains(code)) {
            return DeliveryException.unauthorized("Slack answered " + answer.status() + ": " + code);
        }
        if (CHANNEL.contains(code)) {
            return DeliveryException.permanent("Slack answered " + answer.status() + ": " + code);
        }
        return DeliveryException.of(answer);
    }

    /** {@code ok: false}, which comes with 200. */
    static DeliveryException api(Http.Response answer, Map<?, ?> read) {
        String code = text(read.get("error"));
        String message = "Slack says " + (code.isEmpty() ? "that it is not ok" : code) + details(read);
        if (CREDENTIALS.contains(code)) {
            return DeliveryException.unauthorized(message);
        }
        if (TOO_MANY.contains(code)) {
            // the same judgement of Retry-After as for a 429
            DeliveryException limited = DeliveryException.of(new Http.Response(429, answer.headers(), new byte[0]));
            DeliveryException said = DeliveryException.retryable(Reason.RATE_LIMITED, message, null);
            return limited.notBefore().map(said::notBefore).orElse(said);
        }
        if (LATER.contains(code) || code.isEmpty()) {
            return DeliveryException.retryable(Reason.SERVER, message, null);
        }
        return DeliveryException.permanent(message);
    }

    /** A page of a proxy or a portal, most likely. */
    static DeliveryException foreign() {
        return DeliveryException.retryable(
                Reason.SERVER, "the answer is not one of Slack's; is there a proxy between?", null);
    }

    private static String details(Map<?, ?> read) {
        StringBuilder details = new StringBuilder();
        if (read.get("needed") != null) {
            details.append(" (needed: ").append(text(read.get("needed"))).append(')');
        }
        if (read.get("errors") instanceof List<?> errors) {
            details.append(": ").append(listed(errors));
        }
        if (read.get("response_metadata") instanceof Map<?, ?> metadata
                && metadata.get("messages") instanceof List<?> messages) {
            details.append(": ").append(listed(messages));
        }
        return shortened(details.toString(), 500);
    }

    private static String listed(List<?> values) {
        return values.stream().limit(5).map(Refusals::text).collect(Collectors.joining("; "));
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value == null
                ? ""
                : shortened(value.toString().replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), 200);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
