/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Event;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * One datum and the events that it is made of.
 *
 * @param bytes about how many it takes in a request, rather too many
 */
record Parcel(String namespace, MetricDatum datum, List<Event> events, int bytes) {

    private static final int BYTES_OF_FRAME = 160;
    private static final int BYTES_OF_DIMENSION = 24;
    private static final int BYTES_OF_VALUE = 18;

    /** @param values sets those of the datum */
    static Parcel of(
            String namespace,
            Metric.Series series,
            Instant time,
            int distinct,
            List<Event> events,
            Consumer<MetricDatum.Builder> values) {
        MetricDatum.Builder datum = MetricDatum.builder()
                .metricName(series.name())
                .timestamp(time)
                .dimensions(series.dimensions().entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList());
        series.unit().ifPresent(datum::unit);
        if (series.highResolution()) {
            datum.storageResolution(1);
        }
        values.accept(datum);
        int bytes = BYTES_OF_FRAME + series.name().length() + distinct * BYTES_OF_VALUE;
        for (var dimension : series.dimensions().entrySet()) {
            bytes += dimension.getKey().length() + dimension.getValue().length() + BYTES_OF_DIMENSION;
        }
        return new Parcel(namespace, datum.build(), events, bytes);
    }
}
