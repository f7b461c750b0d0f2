/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A role to take on. */
public record RoleOptions(
        @Option("The role's ARN; no role is taken on when it is not given or empty.")
        Optional<String> arn,

        @Option("The external id that the role's owner asks for.")
        Optional<Secret> externalId,

        @Option(value = "How the session is named in the owner's records.", fallback = "dispatcher")
        String sessionName,

        @Option(value = "How long one session lasts; it is renewed before its end.", fallback = "1h")
        Duration session,

        @Option("Where STS listens, when not at the region's own address.")
        Optional<URI> endpoint) {

    public RoleOptions {
        arn = arn.filter(text -> !text.isBlank());
        arn.ifPresent(RoleOptions::check);
        if (!sessionName.matches("[\\w+=,.@-]{2,64}")) {
            throw new IllegalArgumentException(
                    "session-name should be 2 to 64 letters, digits and +=,.@-_, not '" + sessionName + "'");
        }
        if (session.compareTo(Duration.ofMinutes(15)) < 0 || session.compareTo(Duration.ofHours(12)) > 0) {
            throw new IllegalArgumentException("session must be 15m to 12h");
        }
        externalId = externalId.filter(secret -> !secret.reveal().isBlank());
        endpoint.ifPresent(address -> CloudwatchOptions.checkAddress("endpoint", address));
    }

    static final RoleOptions NONE =
            new RoleOptions(Optional.empty(), Optional.empty(), "dispatcher", Duration.ofHours(1), Optional.empty());

    private static void check(String arn) {
        if (!arn.matches("arn:[a-z0-9-]+:iam::\\d{12}:role/\\S+")) {
            throw new IllegalArgumentException(
                    "arn should be like arn:aws:iam::123456789012:role/name, not '" + Names.shown(arn) + "'");
        }
    }
}
