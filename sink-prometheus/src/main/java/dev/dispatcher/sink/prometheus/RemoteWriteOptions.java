/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where metrics are written to. */
public record RemoteWriteOptions(
        @Option("The endpoint, such as https://prometheus.example.org/api/v1/write.")
        URI url,

        @Option(value = "How often all series are written.", fallback = "15s")
        Duration interval,

        @Option("Labels that every series gets, such as the stage.")
        Map<String, String> labels,

        @Option(value = "How many samples one request holds.", fallback = "2000")
        int samples,

        @Option("User name and password.") Optional<Basic> basic,

        @Option("A bearer token.") Optional<Secret> token,

        @Option("Further headers, such as X-Scope-OrgID.") Map<String, Secret> headers,

        @Option("How to speak HTTP.") Http.Settings http) {

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

    public RemoteWriteOptions {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException("url should be an address such as https://host/api/v1/write");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("url must not hold a user; there is an option for it");
        }
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException("interval must be 100ms or more");
        }
        if (samples < 1 || samples > 100_000) {
            throw new IllegalArgumentException("samples must be 1 to 100000, not " + samples);
        }
        if (basic.isPresent() && token.isPresent()) {
            throw new IllegalArgumentException("basic and token exclude each other: both are the Authorization header");
        }
        labels.keySet().forEach(Names::checkLabel);
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "remote-write every " + interval;
    }
}
