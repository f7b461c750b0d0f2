/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Slack channels as a text with commas: read the same way for deployments, errors and recommendations. */
final class Channels {

    private Channels() {}

    /** Those that begin with #, each once, sorted. */
    static List<String> of(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(channel -> channel.startsWith("#"))
                .distinct()
                .sorted()
                .toList();
    }

    /** The team of the first channel that has a part of {@code teams} in it; empty when none has. */
    static String team(List<String> channels, Map<String, String> teams) {
        return channels.stream()
                .flatMap(channel -> teams.entrySet().stream()
                        .filter(team -> channel.contains(team.getKey()))
                        .map(Map.Entry::getValue)
                        .limit(1))
                .findFirst()
                .orElse("");
    }
}
