/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One metric with all its combinations of labels. Any number of threads. */
final class Family {

    /** What became of an event here. */
    enum Taken {
        COUNTED,
        /** The event is none of this metric's. */
        NOT_CONCERNED,
        /** The field holds no number, or a negative one for a counter. */
        BAD_VALUE,
        /** Another combination of labels would be one too many. */
        REFUSED
    }

    private final Definition metric;
    private final int seriesLimit;
    private final int labelLength;
    private final Duration expireAfter;
    private final Map<List<String>, Series> series = new HashMap<>();
    /** No series was touched before this, so that looking for idle ones is of use only later. */
    private Instant oldest = Instant.MAX;

    private long refused;
    private long bad;

    Family(Definition metric, PrometheusOptions options) {
        this.metric = metric;
        this.seriesLimit = options.seriesLimit();
        this.labelLength = options.labelLength();
        this.expireAfter = metric.expireAfter().orElse(options.expireAfter());
    }

    String name() {
        return metric.name();
    }

    Taken take(Event event, Instant now) {
        if (!metric.concerns(event.kind())) {
            return Taken.NOT_CONCERNED;
        }
        Optional<Double> number = Optional.of(1.0);
        if (metric.value().isPresent()) {
            Object value = event.get(metric.value().get());
            if (value == null) {
                return Taken.NOT_CONCERNED;
            }
            number = Numbers.read(value);
        }
        List<String> labels = labels(event);
        synchronized (series) {
            if (number.isEmpty() || (metric.kind() == MetricOptions.Kind.COUNTER && number.get() < 0)) {
                bad++;
                return Taken.BAD_VALUE;
            }
            Series known = series.get(labels);
            if (known == null) {
                if (series.size() >= seriesLimit) {
                    expire(now);
                }
                if (series.size() >= seriesLimit) {
                    refused++;
                    return Taken.REFUSED;
                }
                known = new Series(metric, labels, now);
                series.put(labels, known);
                oldest = now.isBefore(oldest) ? now : oldest;
            }
            known.add(number.get(), event.timestamp(), now);
            return Taken.COUNTED;
        }
    }

    /** Names and values in turn. */
    private List<String> labels(Event event) {
        List<String> labels = new ArrayList<>(metric.labels().size() * 2);
        for (Definition.Label label : metric.labels()) {
            labels.add(label.name());
            labels.add(shortened(label.value().apply(event)));
        }
        return labels;
    }

    private String shortened(String given) {
        // half a character is written as a question mark, and would make one series of two in what is scraped
        String text = given.chars().anyMatch(c -> Character.isSurrogate((char) c))
                ? new String(given.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                : given;
        if (text.length() <= labelLength) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(labelLength - 1));
        return text.substring(0, halved ? labelLength - 1 : labelLength);
    }

    private void expire(Instant now) {
        Instant since = now.minus(expireAfter);
        if (!expireAfter.isZero() && oldest.isBefore(since)) {
            series.values().removeIf(each -> each.touched().isBefore(since));
            oldest = series.values().stream()
                    .map(Series::touched)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        }
    }

    /** The metric, and the times of its last events where they are asked for. */
    void expose(Instant now, List<Exposed> out) {
        List<Exposed.Sample> samples = new ArrayList<>();
        List<Exposed.Sample> times = new ArrayList<>();
        synchronized (series) {
            expire(now);
            for (Series each : series.values()) {
                each.samples(samples);
                times.add(each.lastEvent());
            }
        }
        out.add(new Exposed(metric.name(), metric.kind(), metric.help(), samples));
        if (metric.lastEvent()) {
            out.add(new Exposed(
                    metric.name() + Names.LAST_EVENT,
                    MetricOptions.Kind.GAUGE,
                    "When the last event of " + metric.name() + " happened.",
                    times));
        }
    }

    int size() {
        synchronized (series) {
            return series.size();
        }
    }

    long refused() {
        synchronized (series) {
            return refused;
        }
    }

    long bad() {
        synchronized (series) {
            return bad;
        }
    }
}
