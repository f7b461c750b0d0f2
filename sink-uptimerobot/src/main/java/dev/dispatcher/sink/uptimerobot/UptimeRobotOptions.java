/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Options of {@code type: uptimerobot}. */
public record UptimeRobotOptions(
        @Option(value = "Where the API is, version 2.", fallback = "https://api.uptimerobot.com/v2")
        URI url,

        @Option("The account's API key; one that may write.")
        Secret apiKey,

        @Option(
                value = "The address to be watched. An event for which it is no http or https address is left alone.",
                fallback = "{{ monitorUrl }}")
        Template monitorUrl,

        @Option(value = "What the monitor is called.", fallback = "{{ friendlyName }}")
        Template name,

        @Option(
                value = "The text that the page must have. Where it is empty, a monitor is made that only looks whether"
                        + " the page answers.",
                fallback = "{{ monitorPattern }}")
        Template keyword,

        @Option(value = "The team; its Slack channel among the alert contacts is told.", fallback = "{{ team }}")
        Template team,

        @Option("The team to tell where the event's own has no alert contact, or the event has none.")
        Optional<String> fallbackTeam,

        @Option(value = "The field with the cluster, for 'clusters'.", fallback = "cluster")
        String clusterField,

        @Option("Clusters whose deployments are watched; all unless set. A text separated by commas will do.")
        List<String> clusters,

        @Option(value = "The field with the application, for 'excluded'.", fallback = "applicationName")
        String applicationField,

        @Option("Applications that are never watched. A text separated by commas will do.")
        List<String> excluded,

        @Option(
                value = "Kinds of events that say that an application is gone; every other kind says that it is there.",
                fallback = "[urn:aspen:removal]")
        List<String> removals,

        @Option(
                value = "Whether the monitor of an application that is gone is deleted; else it stays as it is.",
                fallback = "true")
        boolean delete,

        @Option(
                value =
                        "Whether a monitor of the same name on the same host is taken for that of an application whose address"
                                + " has changed. Leave it false where two applications may have one name.",
                fallback = "false")
        boolean matchName,

        @Option(
                value = "Fields of the event that its report has too.",
                fallback = "[applicationName, friendlyName, cluster, team, slackChannels, channels]")
        List<String> reported,

        @Option(value = "How to speak HTTP.") Http.Settings http) {

    public UptimeRobotOptions {
        if (apiKey.reveal().isBlank()) {
            throw new IllegalArgumentException("api-key must not be empty");
        }
        clusters = List.copyOf(clusters);
        excluded = List.copyOf(excluded);
        removals = List.copyOf(removals);
        reported = List.copyOf(reported);
    }
}
