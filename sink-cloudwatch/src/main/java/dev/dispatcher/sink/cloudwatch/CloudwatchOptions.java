/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of {@code type: cloudwatch}. */
public record CloudwatchOptions(
        @Option("The region, such as eu-central-1; that of the environment, the profile or the machine when not given.")
        Optional<String> region,

        @Option("Where requests go instead of to the region's own address, such as a VPC endpoint.")
        Optional<URI> endpoint,

        @Option("Whose credentials; those that the AWS SDK finds when none are given.")
        AccessOptions credentials,

        @Option("A role to take on with these credentials.") RoleOptions assumeRole,

        @Option("The metrics' namespace; has a default with a preset. Cannot begin with AWS/ or a colon.")
        Optional<Template> namespace,

        @Option("The metrics that one event becomes.") List<MetricOptions> metrics,

        @Option(
                value =
                        "Metrics beside those: none, consumer-lag for what Burrow reports, with cluster and group as dimensions,"
                                + " or karrot for the same as Karrot wrote it.",
                fallback = "none")
        Preset preset,

        @Option(
                value =
                        "How the values of one metric within one period and one batch become one datum: none (each is its own),"
                                + " values (each value with its count, so that percentiles work) or statistics (sum, count, least"
                                + " and most).",
                fallback = "none")
        Aggregate aggregate,

        @Option(value = "The period of aggregate; a datum's time is its beginning.", fallback = "1m")
        Duration period,

        @Option("Writes log events instead of metrics.") Optional<LogOptions> logs,

        @Option("How to speak HTTP.") Http.Settings http) {

    /** Metrics that need not be declared. */
    public enum Preset {
        NONE,
        CONSUMER_LAG,
        KARROT
    }

    /** What becomes of several values of one metric. */
    public enum Aggregate {
        NONE,
        VALUES,
        STATISTICS
    }

    private static final int MOST_METRICS = 100;

    public CloudwatchOptions {
        region = region.filter(text -> !text.isBlank());
        endpoint.ifPresent(address -> checkAddress("endpoint", address));
        boolean declared = !metrics.isEmpty() || preset != Preset.NONE;
        if (declared == logs.isPresent()) {
            throw new IllegalArgumentException(
                    declared
                            ? "logs cannot stand beside metrics or preset: make two sinks of it"
                            : "there is nothing to write: declare metrics, take a preset, or say logs");
        }
        if (metrics.size() > MOST_METRICS) {
            throw new IllegalArgumentException("metrics may be " + MOST_METRICS + " at most, not " + metrics.size());
        }
        if (declared && namespace.isEmpty() && preset == Preset.NONE) {
            throw new IllegalArgumentException("namespace is required, unless there is a preset");
        }
        namespace.filter(Template::constant).ifPresent(given -> Names.namespace(given.source()));
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("period must be 1s to 1d");
        }
    }

    static void checkAddress(String option, URI address) {
        boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!http || address.getHost() == null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    option + " should be an address such as https://monitoring.eu-central-1.amazonaws.com");
        }
    }

    /** Without addresses and templates, which may hold what is nobody's business. */
    @Override
    public String toString() {
        return "cloudwatch options with " + (logs.isPresent() ? "logs" : metrics.size() + " metrics, preset " + preset);
    }
}
