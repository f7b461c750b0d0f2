/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.sink.prometheus.Definition.Label;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The metrics that Karrot exposed of what Burrow reports, by the same names and labels. */
final class Karrot {

    private static final List<String> KINDS = List.of("urn:kafka:consumer-lag:*");

    private Karrot() {}

    static List<Definition> definitions() {
        return List.of(
                new Definition(
                        "karrot_consumer_lag",
                        MetricOptions.Kind.GAUGE,
                        "Total lag of the consumer group over all partitions.",
                        List.of(Label.field("cluster", "cluster"), Label.field("consumer", "group")),
                        Optional.of("lag"),
                        KINDS,
                        List.of(),
                        Optional.empty(),
                        true),
                new Definition(
                        "karrot_reporter_events_count",
                        MetricOptions.Kind.COUNTER,
                        "Number of events processed by the reporter.",
                        List.of(Label.constant("reporter", "prometheus")),
                        Optional.empty(),
                        KINDS,
                        List.of(),
                        // a counter without labels of events is never one too many
                        Optional.of(Duration.ZERO),
                        true));
    }
}
