/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Sends the values of a batch by PutMetricData. */
final class MetricSink implements Sink {

    static final Duration OLDEST = Duration.ofDays(14);
    static final Duration AHEAD = Duration.ofHours(2);
    private static final int MOST_DATA = 1000;

    /** CloudWatch takes 1 MB; the sizes of data are estimated. */
    private static final int MOST_BYTES = 900_000;

    private final CloudwatchOptions options;
    private final Function<Event, String> namespace;
    private final List<Metric> metrics;
    private final Clock clock;
    private final LongAdder sent;
    private final Access<CloudWatchClient> access;

    MetricSink(CloudwatchOptions options, PluginContext context) {
        this.options = options;
        this.namespace = Metric.namespace(options);
        this.metrics = Metric.of(options);
        this.clock = context.clock();
        this.sent = context.counter("metric_data");
        this.access =
                new Access<>(options, context, opened -> opened.build(CloudWatchClient.builder(), options.endpoint()));
        if (options.aggregate() != CloudwatchOptions.Aggregate.NONE && context.batch() == 1) {
            context.logger()
                    .warn(
                            "aggregate needs batches of more than one event, such as delivery: {}",
                            "{batch: 1000, wait: 1m}");
        }
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        Verdicts verdicts = new Verdicts(batch);
        List<Parcel> parcels = parcels(batch, verdicts);
        if (!parcels.isEmpty()) {
            CloudWatchClient client = access.client();
            Parts<Parcel> parts = new Parts<>(verdicts, Parcel::events, part -> put(client, part));
            for (List<Parcel> request : requests(parcels)) {
                parts.send(request);
            }
        }
        verdicts.raise();
    }

    private void put(CloudWatchClient client, List<Parcel> parcels) {
        client.putMetricData(request -> request.namespace(parcels.get(0).namespace())
                .metricData(parcels.stream().map(Parcel::datum).toList()));
        sent.add(parcels.size());
    }

    private List<Parcel> parcels(List<Event> batch, Verdicts verdicts) {
        Instant now = clock.instant();
        Aggregation aggregation = new Aggregation(options);
        for (Event event : batch) {
            List<String> wrong = new ArrayList<>();
            Instant time = event.timestamp();
            if (time.isBefore(now.minus(OLDEST)) || time.isAfter(now.plus(AHEAD))) {
                wrong.add("its time, " + time
                        + ", is more than two weeks ago or two hours ahead, which CloudWatch does not take");
            } else {
                add(event, aggregation, now.minus(OLDEST), wrong);
            }
            if (!wrong.isEmpty()) {
                verdicts.add(List.of(event), DeliveryException.permanent(String.join("; ", wrong)));
            }
        }
        return aggregation.parcels();
    }

    private void add(Event event, Aggregation aggregation, Instant oldest, List<String> wrong) {
        boolean any = false;
        try {
            String where = Names.namespace(namespace.apply(event));
            for (Metric metric : metrics) {
                try {
                    var point = metric.point(event);
                    point.ifPresent(value -> aggregation.add(where, value, event, oldest));
                    any = any || point.isPresent();
                } catch (IllegalArgumentException e) {
                    wrong.add(String.valueOf(e.getMessage()));
                }
            }
            if (!any && wrong.isEmpty()) {
                wrong.add("it has a value for none of the metrics");
            }
        } catch (IllegalArgumentException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
    }

    /** Of one namespace each, and within the limits. */
    private static List<List<Parcel>> requests(List<Parcel> parcels) {
        Map<String, List<Parcel>> byNamespace = new LinkedHashMap<>();
        parcels.forEach(parcel -> byNamespace
                .computeIfAbsent(parcel.namespace(), none -> new ArrayList<>())
                .add(parcel));
        List<List<Parcel>> requests = new ArrayList<>();
        for (List<Parcel> all : byNamespace.values()) {
            int from = 0;
            int bytes = 0;
            for (int i = 0; i < all.size(); i++) {
                if (i - from == MOST_DATA || (i > from && bytes + all.get(i).bytes() > MOST_BYTES)) {
                    requests.add(all.subList(from, i));
                    from = i;
                    bytes = 0;
                }
                bytes += all.get(i).bytes();
            }
            requests.add(all.subList(from, all.size()));
        }
        return requests;
    }

    @Override
    public void close() {
        access.close();
    }

    @Override
    public String toString() {
        return "cloudwatch";
    }
}
