/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One metric.
 *
 * @param name without the {@code _total} of a counter
 * @param labels sorted by name
 * @param value the field; empty for 1
 * @param kinds globs; any kind when there is none
 * @param buckets upper bounds without infinity; empty unless it is a histogram
 * @param expireAfter empty for the sink's own
 */
record Definition(
        String name,
        MetricOptions.Kind kind,
        String help,
        List<Label> labels,
        Optional<String> value,
        List<String> kinds,
        List<Double> buckets,
        Optional<Duration> expireAfter,
        boolean lastEvent) {

    /** A label and how its value is made of an event. */
    record Label(String name, Function<Event, String> value) {

        static Label field(String name, String field) {
            return new Label(name, event -> event.text(field).orElse(""));
        }

        static Label constant(String name, String value) {
            return new Label(name, event -> value);
        }
    }

    private static final List<Double> USUAL_BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    static Definition of(String name, MetricOptions options) {
        boolean counter = options.type() == MetricOptions.Kind.COUNTER;
        boolean histogram = options.type() == MetricOptions.Kind.HISTOGRAM;
        List<Label> labels = new ArrayList<>();
        new TreeMap<>(options.labels())
                .forEach((label, template) ->
                        labels.add(new Label(label, event -> template.render(event, Template.Escape.NONE, () -> ""))));
        return new Definition(
                counter ? Names.withoutTotal(name) : name,
                options.type(),
                options.help().orElseGet(() -> help(options)),
                labels,
                options.value(),
                options.kinds(),
                histogram && options.buckets().isEmpty() ? USUAL_BUCKETS : options.buckets(),
                options.expireAfter(),
                options.lastEvent());
    }

    private static String help(MetricOptions options) {
        String what = options.value()
                .map(field -> "The field " + field + " of events")
                .orElse("Events");
        return switch (options.type()) {
            case COUNTER -> what + ", summed up.";
            case GAUGE -> what + ", as the last one said.";
            case HISTOGRAM -> what + ", by size.";
        };
    }

    /** Whether events of this kind count. */
    boolean concerns(String eventKind) {
        return kinds.isEmpty() || kinds.stream().anyMatch(glob -> Globs.matches(glob, eventKind));
    }

    /** The names that series of this metric have. */
    List<String> exposes() {
        List<String> names = new ArrayList<>();
        switch (kind) {
            case COUNTER -> names.addAll(List.of(name, name + "_total"));
            case GAUGE -> names.add(name);
            case HISTOGRAM -> names.addAll(List.of(name, name + "_bucket", name + "_sum", name + "_count"));
        }
        if (lastEvent) {
            names.add(name + Names.LAST_EVENT);
        }
        return names;
    }
}
