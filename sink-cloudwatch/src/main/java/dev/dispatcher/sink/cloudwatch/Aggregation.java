/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** Gathers the values of one batch: each its own datum, or one for each series and period. */
final class Aggregation {

    /** CloudWatch takes so many different values in one datum. */
    private static final int MOST_VALUES = 150;

    private record Key(String namespace, Metric.Series series, Instant period) {}

    private static final class Gathered {
        final Instant time;
        final Map<Double, Double> counts = new LinkedHashMap<>();
        final List<Event> events = new ArrayList<>();

        Gathered(Instant time) {
            this.time = time;
        }
    }

    private final CloudwatchOptions.Aggregate how;
    private final Duration period;
    private final List<Parcel> parcels = new ArrayList<>();
    private final Map<Key, Gathered> gathered = new LinkedHashMap<>();

    Aggregation(CloudwatchOptions options) {
        this.how = options.aggregate();
        this.period = options.period();
    }

    /** @param oldest what CloudWatch still takes: no datum is older, even where its period began before */
    void add(String namespace, Metric.Point point, Event event, Instant oldest) {
        Instant time = event.timestamp();
        if (how == CloudwatchOptions.Aggregate.NONE) {
            parcels.add(
                    Parcel.of(namespace, point.series(), time, 1, List.of(event), datum -> datum.value(point.value())));
            return;
        }
        long length = period.toMillis();
        Instant begin = Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), length) * length);
        Key key = new Key(namespace, point.series(), begin);
        Gathered together = gathered.computeIfAbsent(key, none -> new Gathered(begin.isBefore(oldest) ? time : begin));
        if (how == CloudwatchOptions.Aggregate.VALUES
                && together.counts.size() == MOST_VALUES
                && !together.counts.containsKey(point.value())) {
            parcels.add(parcel(key, together));
            together = new Gathered(together.time);
            gathered.put(key, together);
        }
        together.counts.merge(point.value(), 1.0, Double::sum);
        together.events.add(event);
    }

    List<Parcel> parcels() {
        gathered.forEach((key, together) -> parcels.add(parcel(key, together)));
        gathered.clear();
        return parcels;
    }

    private Parcel parcel(Key key, Gathered together) {
        int distinct = how == CloudwatchOptions.Aggregate.VALUES ? together.counts.size() : 4;
        return Parcel.of(key.namespace(), key.series(), together.time, distinct, together.events, datum -> {
            if (how == CloudwatchOptions.Aggregate.VALUES) {
                datum.values(together.counts.keySet()).counts(together.counts.values());
            } else {
                datum.statisticValues(statistics(together.counts));
            }
        });
    }

    private static StatisticSet statistics(Map<Double, Double> counts) {
        double sum = 0;
        double count = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Map.Entry<Double, Double> each : counts.entrySet()) {
            sum += each.getKey() * each.getValue();
            count += each.getValue();
            least = Math.min(least, each.getKey());
            most = Math.max(most, each.getKey());
        }
        return StatisticSet.builder()
                .sum(sum)
                .sampleCount(count)
                .minimum(least)
                .maximum(most)
                .build();
    }
}
