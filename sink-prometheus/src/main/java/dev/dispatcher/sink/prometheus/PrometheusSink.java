/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Sink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Counts each event where it belongs, and tells the numbers to whoever asks. */
final class PrometheusSink implements Sink {

    private static final Duration BETWEEN_WARNINGS = Duration.ofHours(1);

    private final Clock clock;
    private final Logger logger;
    private final LongAdder refused;
    private final LongAdder badValues;
    private final List<Family> families;
    private final Map<String, Instant> warned = new ConcurrentHashMap<>();
    private final Optional<RemoteWriter> writer;

    PrometheusSink(PrometheusOptions options, PluginContext context) {
        this.clock = context.clock();
        this.logger = context.logger();
        this.refused = context.counter("series_refused");
        this.badValues = context.counter("bad_values");
        this.families = families(options);
        context.route(new Route("GET", options.path(), Route.Access.READ, true, this::scrape));
        this.writer = options.remoteWrite().map(remote -> RemoteWriter.start(remote, context, this::exposed));
    }

    private static List<Family> families(PrometheusOptions options) {
        List<Definition> metrics = new ArrayList<>();
        options.metrics().forEach((name, metric) -> metrics.add(Definition.of(name, metric)));
        if (options.preset() == PrometheusOptions.Preset.KARROT) {
            metrics.addAll(Karrot.definitions());
        }
        return metrics.stream()
                .sorted(java.util.Comparator.comparing(Definition::name))
                .map(metric -> new Family(metric, options))
                .toList();
    }

    @Override
    public void deliver(List<Event> batch) {
        Instant now = clock.instant();
        for (Event event : batch) {
            for (Family family : families) {
                switch (family.take(event, now)) {
                    case COUNTED, NOT_CONCERNED -> {}
                    case BAD_VALUE -> badValues.increment();
                    case REFUSED -> {
                        refused.increment();
                        warn(family, now);
                    }
                }
            }
        }
    }

    private void warn(Family family, Instant now) {
        Instant last = warned.get(family.name());
        if (last == null || last.plus(BETWEEN_WARNINGS).isBefore(now)) {
            warned.put(family.name(), now);
            logger.warn(
                    "{} has {} combinations of labels, which is series-limit: events that would add another are left out of it",
                    family.name(),
                    family.size());
        }
    }

    private Route.Response scrape(Route.Request request) {
        TextFormat format = Accept.format(request.header("accept"));
        return new Route.Response(
                200,
                Map.of("Content-Type", format.contentType(), "Vary", "Accept"),
                new Route.Bytes(format.write(exposed())));
    }

    private List<Exposed> exposed() {
        Instant now = clock.instant();
        List<Exposed> all = new ArrayList<>();
        families.forEach(family -> family.expose(now, all));
        List<Exposed.Sample> series = new ArrayList<>();
        List<Exposed.Sample> tooMany = new ArrayList<>();
        List<Exposed.Sample> bad = new ArrayList<>();
        for (Family family : families) {
            List<String> labels = List.of("metric", family.name());
            series.add(new Exposed.Sample("", labels, family.size()));
            tooMany.add(new Exposed.Sample("_total", labels, family.refused()));
            bad.add(new Exposed.Sample("_total", labels, family.bad()));
        }
        all.add(new Exposed(
                Names.OWN + "series", MetricOptions.Kind.GAUGE, "Combinations of labels that the metric has.", series));
        all.add(new Exposed(
                Names.OWN + "refused",
                MetricOptions.Kind.COUNTER,
                "Events left out of the metric because it has as many combinations of labels as series-limit allows.",
                tooMany));
        all.add(new Exposed(
                Names.OWN + "bad_values",
                MetricOptions.Kind.COUNTER,
                "Events left out of the metric because their value is no number that it can take.",
                bad));
        return all;
    }

    @Override
    public void close() {
        writer.ifPresent(RemoteWriter::close);
    }

    @Override
    public String toString() {
        return "prometheus";
    }
}
