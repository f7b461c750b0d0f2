/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import java.util.Optional;

/** Whose credentials sign the requests. */
public record AccessOptions(
        @Option("The profile in the AWS files; AWS_PROFILE or default when not given.")
        Optional<String> profile,

        @Option("The access key's id; better leave it to the environment or the machine's role.")
        Optional<String> accessKeyId,

        @Option("The access key's secret.") Optional<Secret> secretAccessKey,

        @Option("The token of temporary credentials.") Optional<Secret> sessionToken) {

    static final AccessOptions FOUND =
            new AccessOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public AccessOptions {
        profile = profile.filter(text -> !text.isBlank());
        accessKeyId = accessKeyId.filter(text -> !text.isBlank());
        secretAccessKey = secretAccessKey.filter(secret -> !secret.reveal().isBlank());
        sessionToken = sessionToken.filter(secret -> !secret.reveal().isBlank());
        if (accessKeyId.isPresent() != secretAccessKey.isPresent()) {
            throw new IllegalArgumentException("access-key-id and secret-access-key go together");
        }
        if (sessionToken.isPresent() && accessKeyId.isEmpty()) {
            throw new IllegalArgumentException("session-token needs access-key-id and secret-access-key");
        }
        if (profile.isPresent() && accessKeyId.isPresent()) {
            throw new IllegalArgumentException("profile and access-key-id exclude each other");
        }
    }
}
