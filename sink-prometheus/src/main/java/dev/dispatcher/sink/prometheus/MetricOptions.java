/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Template;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One metric as the user declares it. */
public record MetricOptions(
        @Option("What it is: counter, gauge or histogram.") Kind type,

        @Option("What it says, for those who look at it.") Optional<String> help,

        @Option("The labels by name; their values are templates.")
        Map<String, Template> labels,

        @Option("The event's field that holds the value; 1 when not given. Events without the field are left out.")
        Optional<String> value,

        @Option("Kinds of events that count, where * stands for any text; all when not given.")
        List<String> kinds,

        @Option("Upper bounds of a histogram's buckets, rising; the usual ones from 0.005 to 10 when not given.")
        List<Double> buckets,

        @Option("Instead of the sink's expire-after, for this metric.")
        Optional<Duration> expireAfter,

        @Option(
                value =
                        "Whether NAME_last_event_timestamp_seconds shows the time of the last event for the same labels.",
                fallback = "true")
        boolean lastEvent) {

    /** Kinds of metrics. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    public MetricOptions {
        if (type != Kind.HISTOGRAM && !buckets.isEmpty()) {
            throw new IllegalArgumentException("buckets are for histograms only");
        }
        if (type == Kind.HISTOGRAM && value.isEmpty()) {
            throw new IllegalArgumentException("a histogram needs the field that holds the value");
        }
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i) <= buckets.get(i - 1)) {
                throw new IllegalArgumentException(
                        "buckets must rise, but " + buckets.get(i) + " follows " + buckets.get(i - 1));
            }
        }
    }
}
