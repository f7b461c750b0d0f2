/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Options of {@code type: aspen}. */
public record AspenOptions(
        @Option(value = "The path behind which deployment, error and recommendation are taken.", fallback = "/api/v1")
        String path,

        @Option(
                value =
                        "The clusters and the hosts of their applications, by the cluster's name; case does not matter. A"
                                + " deployment to any other is marked with cluster_unknown and gets no addresses.",
                fallback = "{active: {app: 'https://app.kth.se', api: 'https://api.kth.se'},"
                        + " stage: {app: 'https://app-r.referens.sys.kth.se', api: 'https://api-r.referens.sys.kth.se'},"
                        + " integral: {app: 'https://integral.everest.sys.kth.se'},"
                        + " integral-stage: {app: 'https://integral-r.referens.sys.kth.se'}}")
        Map<String, Hosts> clusters,

        @Option(
                value = "What the page at an application's monitorUrl must say, unless the deployment tells.",
                fallback = "'APPLICATION_STATUS: OK'")
        String keyword,

        @Option(
                value =
                        "Teams by a part of the name of their Slack channels. The first part, in this order, that is found in"
                                + " a deployment's channels gives its team.",
                fallback = "{team-pipeline: team-pipeline, team-studadm: team-studadm, team-e-larande: team-e-larande,"
                        + " team-integration: team-integration, team-kth-webb: team-kth-webb,"
                        + " team-digitalexam: team-digitalexam, team-kursinfo: team-kursinformation}")
        Map<String, String> teams,

        @Option(
                value = "Where the log of what was deployed can be read: the view_link of a deployment. Values are"
                        + " percent-encoded.",
                fallback = "https://graycloud.ite.kth.se/search?rangetype=relative&fields=message%2Csource&width=2560"
                        + "&highlightMessage=&relative=3600&q=source%3A{{ cluster }}+AND+image_name%3A"
                        + "/.%2A{{ imageName }}%3A{{ version }}.%2A/")
        Template logLink,

        @Option(
                value = "The path, on the application's host, of the page about it: its informationUrl. Values are"
                        + " percent-encoded.",
                fallback = "/pipeline/#{{ applicationName }}")
        Template informationPath) {

    /** Where the applications of a cluster are. */
    public record Hosts(
            @Option("The host of applications, such as https://app.example.org.")
            URI app,

            @Option("The host of those whose path begins with /api/; the same unless set.")
            Optional<URI> api) {

        public Hosts {
            checked("app", app);
            api.ifPresent(uri -> checked("api", uri));
        }

        String of(String path) {
            String host = (path.startsWith("/api/") ? api.orElse(app) : app).toString();
            return host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
        }

        private static void checked(String option, URI uri) {
            if (!Addresses.isWeb(uri.toString()) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new IllegalArgumentException(
                        option + " should be an http or https address without query, such as https://app.example.org");
            }
        }
    }

    public AspenOptions {
        if (!path.matches("(/[^/?#{}\\s]+)*")) {
            throw new IllegalArgumentException(
                    "path should begin with a slash, not end with one, and have no query, placeholder or space");
        }
        Map<String, Hosts> lower = new LinkedHashMap<>();
        clusters.forEach((name, hosts) -> {
            if (lower.put(name.toLowerCase(Locale.ROOT), hosts) != null) {
                throw new IllegalArgumentException("clusters has '" + name + "' twice; case does not matter");
            }
        });
        clusters = Collections.unmodifiableMap(lower);
        teams = Collections.unmodifiableMap(new LinkedHashMap<>(teams));
        if (teams.containsKey("")) {
            throw new IllegalArgumentException("teams has an empty part of a name, which every channel has");
        }
    }

    Optional<Hosts> cluster(String name) {
        return Optional.ofNullable(clusters.get(name.toLowerCase(Locale.ROOT)));
    }
}
