/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Option;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The options of {@code type: prometheus}. */
public record PrometheusOptions(
        @Option(
                value = "The path that answers scrapes, on the dispatcher's one HTTP server.",
                fallback = "/metrics/events")
        String path,

        @Option("The metrics by name; a counter's name may leave out its _total.")
        Map<String, MetricOptions> metrics,

        @Option(
                value = "Metrics beside those: none, or karrot for what Karrot exposed of Burrow's reports.",
                fallback = "none")
        Preset preset,

        @Option(
                value =
                        "How many combinations of labels one metric may have; events that would add another are left out of it.",
                fallback = "1000")
        int seriesLimit,

        @Option(value = "How many characters of a label's value are kept.", fallback = "200")
        int labelLength,

        @Option(
                value = "A combination of labels is forgotten when no event has touched it for so long; 0s for never.",
                fallback = "1h")
        Duration expireAfter,

        @Option("Writes to a remote-write endpoint as well.")
        Optional<RemoteWriteOptions> remoteWrite) {

    /** Metrics that need not be declared. */
    public enum Preset {
        NONE,
        KARROT
    }

    public PrometheusOptions {
        if (!path.matches("/[^?#{}\\s]*")) {
            throw new IllegalArgumentException(
                    "path should start with a slash and have no query, placeholder or space");
        }
        if (seriesLimit < 1 || seriesLimit > 1_000_000) {
            throw new IllegalArgumentException("series-limit must be 1 to 1000000, not " + seriesLimit);
        }
        if (labelLength < 1 || labelLength > 10_000) {
            throw new IllegalArgumentException("label-length must be 1 to 10000, not " + labelLength);
        }
        if (metrics.isEmpty() && preset == Preset.NONE) {
            throw new IllegalArgumentException("there is no metric: declare some in metrics, or take a preset");
        }
        Names.check(metrics, preset);
    }
}
