/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher's own metrics. Nothing is counted here: each scrape asks those who count. Any number of threads.
 */
public final class Metrics {

    /** What is told of a metric, for the reference. */
    public record Definition(String name, String type, List<String> labels, String help) {}

    /** Takes one value with its labels. */
    @FunctionalInterface
    interface Out {
        void value(double value, String... labels);

        /** Counts are exact far beyond what anybody scrapes. */
        default void value(long value, String... labels) {
            value((double) value, labels);
        }
    }

    /** Takes one histogram with its labels. */
    @FunctionalInterface
    interface HistogramOut {
        void value(Durations durations, String... labels);
    }

    /** What a scrape answers. */
    public record Scrape(String contentType, byte[] body) {}

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<Definition> definitions = new ArrayList<>();

    public Metrics(Sources sources) {
        EventMetrics.define(this, sources);
        DeliveryMetrics.define(this, sources);
        HostMetrics.define(this, sources);
        StoreMetrics.define(this, sources);
        HistoryMetrics.define(this, sources);
    }

    void counter(String name, String help, List<String> labels, Consumer<Out> values) {
        definitions.add(new Definition(name, "counter", labels, help));
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> values.accept(callback::call))
                .register(registry);
    }

    void gauge(String name, String help, List<String> labels, Consumer<Out> values) {
        definitions.add(new Definition(name, "gauge", labels, help));
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> values.accept(callback::call))
                .register(registry);
    }

    void histogram(String name, String help, List<String> labels, Consumer<HistogramOut> values) {
        definitions.add(new Definition(name, "histogram", labels, help));
        registry.register(() -> {
            HistogramSnapshot.Builder all =
                    HistogramSnapshot.builder().name(name).help(help);
            values.accept((durations, texts) -> all.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .labels(Labels.of(labels.toArray(String[]::new), texts))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(Durations.bounds(), durations.counts()))
                    .sum(durations.seconds())
                    .build()));
            return all.build();
        });
    }

    /** As a label: {@code too-old} for {@code TOO_OLD}. */
    public static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A closed list, for a help text. */
    static String labels(Enum<?>[] values) {
        return Arrays.stream(values).map(Metrics::label).collect(Collectors.joining(", "));
    }

    /** In the order of the reference. */
    public List<Definition> definitions() {
        return List.copyOf(definitions);
    }

    /**
     * All metrics as text.
     *
     * @param accept the scraper's Accept header: OpenMetrics when it asks for it, else the classic text
     */
    public Scrape scrape(@Nullable String accept) {
        boolean open = accept != null && accept.contains("application/openmetrics-text");
        ByteArrayOutputStream out = new ByteArrayOutputStream(16384);
        try {
            if (open) {
                OpenMetricsTextFormatWriter writer =
                        OpenMetricsTextFormatWriter.builder().build();
                writer.write(out, registry.scrape());
                return new Scrape(writer.getContentType(), out.toByteArray());
            }
            PrometheusTextFormatWriter writer =
                    PrometheusTextFormatWriter.builder().build();
            writer.write(out, registry.scrape());
            return new Scrape(writer.getContentType(), out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
