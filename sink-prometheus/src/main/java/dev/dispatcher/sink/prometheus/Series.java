/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers of one combination of labels. Guarded by its family. */
final class Series {

    private final Definition metric;
    private final List<String> labels;
    private final long[] counts;
    private double value;
    private @Nullable Instant lastEvent;
    private Instant touched;

    /** @param labels names and values in turn */
    Series(Definition metric, List<String> labels, Instant now) {
        this.metric = metric;
        this.labels = labels;
        this.counts = new long[metric.buckets().size() + 1];
        this.touched = now;
    }

    Instant touched() {
        return touched;
    }

    /** @param happened the event's own time; one from the future counts as now */
    void add(double number, Instant happened, Instant now) {
        Instant when = happened.isAfter(now) ? now : happened;
        Instant last = lastEvent;
        boolean newest = last == null || !when.isBefore(last);
        switch (metric.kind()) {
            case COUNTER -> value += number;
            case HISTOGRAM -> {
                counts[bucket(number)]++;
                value += number;
            }
            case GAUGE -> {
                // an older event that comes late, after a retry for example, does not bring its value back
                if (newest) {
                    value = number;
                }
            }
        }
        if (newest) {
            lastEvent = when;
        }
        touched = now;
    }

    private int bucket(double number) {
        int bucket = 0;
        while (bucket < metric.buckets().size() && number > metric.buckets().get(bucket)) {
            bucket++;
        }
        return bucket;
    }

    void samples(List<Exposed.Sample> out) {
        switch (metric.kind()) {
            case COUNTER -> out.add(new Exposed.Sample("_total", labels, value));
            case GAUGE -> out.add(new Exposed.Sample("", labels, value));
            case HISTOGRAM -> histogram(out);
        }
    }

    private void histogram(List<Exposed.Sample> out) {
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            double bound = i < metric.buckets().size() ? metric.buckets().get(i) : Double.POSITIVE_INFINITY;
            List<String> with = new ArrayList<>(labels);
            with.add("le");
            with.add(Numbers.bound(bound));
            out.add(new Exposed.Sample("_bucket", with, all));
        }
        out.add(new Exposed.Sample("_count", labels, all));
        out.add(new Exposed.Sample("_sum", labels, value));
    }

    Exposed.Sample lastEvent() {
        Instant last = lastEvent == null ? touched : lastEvent;
        return new Exposed.Sample("", labels, last.getEpochSecond() + last.getNano() / 1e9);
    }
}
