/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** Options of {@code type: detectify}. */
public record DetectifyOptions(
        @Option(value = "Where the API is, version 2.", fallback = "https://api.detectify.com/rest/v2")
        URI url,

        @Option(
                "The API keys whose scan profiles are looked through. One text with several separated by commas will do.")
        List<Secret> apiKeys,

        @Option(
                value =
                        "The tokens of the scan profiles of what was deployed, separated by commas. An event for which it"
                                + " gives nothing is left alone.",
                fallback = "{{ detectifyProfileTokens }}")
        Template profiles,

        @Option(value = "The field with the cluster, for 'clusters'.", fallback = "cluster")
        String clusterField,

        @Option("Clusters whose deployments are scanned; all unless set. A text separated by commas will do.")
        List<String> clusters,

        @Option(
                value =
                        "Kinds of events that say that an application is gone: they lead to a reminder instead of a scan.",
                fallback = "[urn:aspen:removal]")
        List<String> removals,

        @Option(value = "What is scanned, for reports.", fallback = "{{ friendlyName }}")
        Template name,

        @Option(
                value = "Fields of the event that its report has too.",
                fallback = "[applicationName, friendlyName, cluster, team, slackChannels, channels]")
        List<String> reported,

        @Option(value = "How to speak HTTP.") Http.Settings http) {

    public DetectifyOptions {
        apiKeys = apiKeys.stream()
                .flatMap(keys -> Arrays.stream(keys.reveal().split(",")))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .distinct()
                .map(Secret::new)
                .toList();
        if (apiKeys.isEmpty()) {
            throw new IllegalArgumentException("api-keys needs at least one key");
        }
        clusters = List.copyOf(clusters);
        removals = List.copyOf(removals);
        reported = List.copyOf(reported);
    }
}
