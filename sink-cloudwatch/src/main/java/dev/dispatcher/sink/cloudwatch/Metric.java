/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * One metric, and how it is made of an event.
 *
 * @param dimensions by name, sorted
 */
record Metric(
        Function<Event, String> name,
        Function<Event, String> value,
        Function<Event, String> unit,
        Map<String, Function<Event, String>> dimensions,
        boolean highResolution) {

    /** One value of one series. */
    record Point(Series series, double value) {}

    /** What CloudWatch knows as one metric, and how it is sent. */
    record Series(String name, Map<String, String> dimensions, Optional<StandardUnit> unit, boolean highResolution) {}

    private static final String KARROT_NAMESPACE = "GumGum/Kafka/Burrow/ConsumerLag";

    static List<Metric> of(CloudwatchOptions options) {
        List<Metric> metrics = new ArrayList<>();
        options.metrics().forEach(declared -> metrics.add(of(declared)));
        switch (options.preset()) {
            case NONE -> {}
            case KARROT -> metrics.add(new Metric(field("group"), field("totallag"), event -> "", Map.of(), false));
            case CONSUMER_LAG ->
                metrics.add(new Metric(
                        event -> "ConsumerLag",
                        field("totallag"),
                        event -> "Count",
                        new TreeMap<>(Map.of("Cluster", field("cluster"), "Group", field("group"))),
                        false));
        }
        return metrics;
    }

    static Function<Event, String> namespace(CloudwatchOptions options) {
        return options.namespace()
                .map(Metric::rendered)
                .orElse(event ->
                        options.preset() == CloudwatchOptions.Preset.KARROT ? KARROT_NAMESPACE : "Kafka/Consumers");
    }

    private static Metric of(MetricOptions declared) {
        Map<String, Function<Event, String>> dimensions = new TreeMap<>();
        declared.dimensions().forEach((name, template) -> dimensions.put(name, rendered(template)));
        return new Metric(
                rendered(declared.name()),
                rendered(declared.value()),
                declared.unit().map(Metric::rendered).orElse(event -> ""),
                dimensions,
                declared.storageResolution().equals(Duration.ofSeconds(1)));
    }

    private static Function<Event, String> field(String name) {
        return event -> event.text(name).orElse("");
    }

    static Function<Event, String> rendered(Template template) {
        return event -> template.render(event, Template.Escape.NONE, () -> "");
    }

    /**
     * Empty when the event has no value for this metric.
     *
     * @throws IllegalArgumentException when it has one that CloudWatch would refuse, saying why
     */
    Optional<Point> point(Event event) {
        String text = value.apply(event);
        if (text.isBlank()) {
            return Optional.empty();
        }
        String called = Names.metric(name.apply(event));
        double number = Numbers.read(text)
                .orElseThrow(() -> new IllegalArgumentException("the value of " + Names.shown(called)
                        + " should be a number between -2^360 and 2^360, not '" + Names.shown(text) + "'"));
        Map<String, String> filled = new TreeMap<>();
        dimensions.forEach((dimension, made) -> {
            String content = made.apply(event);
            if (!content.isBlank()) {
                filled.put(dimension, Names.dimensionValue(dimension, content));
            }
        });
        return Optional.of(
                new Point(new Series(called, filled, Units.read(unit.apply(event)), highResolution), number));
    }
}
