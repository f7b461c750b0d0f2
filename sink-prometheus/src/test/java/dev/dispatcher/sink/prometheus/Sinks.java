/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.FakeTemplate;
import dev.dispatcher.api.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options with what a test wants to be different, and what a scrape answers. */
final class Sinks {

    static final String OPENMETRICS =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    final Map<String, MetricOptions> metrics = new LinkedHashMap<>();
    PrometheusOptions.Preset preset = PrometheusOptions.Preset.NONE;
    int seriesLimit = 1000;
    Duration expireAfter = Duration.ofHours(1);
    Optional<RemoteWriteOptions> remoteWrite = Optional.empty();

    Sinks counter(String name, Optional<String> value, String... labels) {
        return metric(name, MetricOptions.Kind.COUNTER, value, List.of(), labels);
    }

    Sinks gauge(String name, String value, String... labels) {
        return metric(name, MetricOptions.Kind.GAUGE, Optional.of(value), List.of(), labels);
    }

    Sinks histogram(String name, String value, List<Double> buckets, String... labels) {
        return metric(name, MetricOptions.Kind.HISTOGRAM, Optional.of(value), buckets, labels);
    }

    /** @param labels fields that are labels of the same name */
    private Sinks metric(
            String name, MetricOptions.Kind kind, Optional<String> value, List<Double> buckets, String... labels) {
        Map<String, Template> templates = new LinkedHashMap<>();
        for (String label : labels) {
            templates.put(label, FakeTemplate.of("{{ " + label + " }}"));
        }
        metrics.put(
                name,
                new MetricOptions(
                        kind, Optional.empty(), templates, value, List.of(), buckets, Optional.empty(), true));
        return this;
    }

    PrometheusOptions options() {
        return new PrometheusOptions("/metrics/events", metrics, preset, seriesLimit, 200, expireAfter, remoteWrite);
    }

    PrometheusSink in(FakeContext context) {
        return new PrometheusSink(options(), context);
    }

    /** An event of the moment that the kit's clock shows, with these fields. */
    static Event event(FakeContext context, Object... fields) {
        Event event = TestEvents.event("counted")
                .with(Event.TIMESTAMP, context.clock().instant());
        for (int i = 0; i < fields.length; i += 2) {
            event = event.with((String) fields[i], fields[i + 1]);
        }
        return event;
    }

    static String text(FakeContext context) throws Exception {
        return body(context.call(FakeRequest.get("/metrics/events")));
    }

    static String openMetrics(FakeContext context) throws Exception {
        return body(context.call(FakeRequest.get("/metrics/events").with("Accept", OPENMETRICS)));
    }

    static String body(Route.Response answer) {
        return new String(((Route.Bytes) answer.body()).bytes(), StandardCharsets.UTF_8);
    }
}
