/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.Option;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Options of {@code type: karrot}. */
public record KarrotOptions(
        @Option(value = "What stands before burrow, heartbeat, config and reporters.", fallback = "/")
        String path,

        @Option(
                value = "The sinks of which /reporters tells, in this order. A text separated by commas will do.",
                fallback = "[prometheus, cloudwatch]")
        List<String> reporters,

        @Option("What /config shows, by name. Names of secrets are refused.")
        Map<String, String> settings) {

    private static final Pattern SECRET =
            Pattern.compile("(?i)secret|token|passw|credential|(^|[_-])key([_-]|$)|apikey");

    public KarrotOptions {
        if (!path.matches("/|(/[^/?#{}\\s]+)+/?")) {
            throw new IllegalArgumentException(
                    "path should begin with a slash, and have no query, placeholder or space, such as /karrot");
        }
        reporters = List.copyOf(new LinkedHashSet<>(reporters));
        if (reporters.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("reporters has an empty name");
        }
        for (String name : settings.keySet()) {
            if (SECRET.matcher(name).find()) {
                throw new IllegalArgumentException("settings are shown to whoever may read: '" + name
                        + "' sounds like a secret and should not be among them");
            }
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    String at(String name) {
        return (path.endsWith("/") ? path : path + "/") + name;
    }
}
