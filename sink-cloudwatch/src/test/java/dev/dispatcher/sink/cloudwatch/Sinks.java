/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.testkit.FakeTemplate;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options with what a test wants to be different. */
final class Sinks {

    static final String SECRET = "s3cr3t/AccessKey";

    private final URI address;
    private final List<MetricOptions> metrics = new ArrayList<>();
    Optional<String> region = Optional.of("eu-central-1");
    AccessOptions credentials =
            new AccessOptions(Optional.empty(), Optional.of("AKID"), Optional.of(new Secret(SECRET)), Optional.empty());
    RoleOptions role = RoleOptions.NONE;
    Optional<String> namespace = Optional.empty();
    CloudwatchOptions.Preset preset = CloudwatchOptions.Preset.NONE;
    CloudwatchOptions.Aggregate aggregate = CloudwatchOptions.Aggregate.NONE;
    Duration period = Duration.ofMinutes(1);
    Optional<LogOptions> logs = Optional.empty();

    Sinks(URI address) {
        this.address = address;
    }

    Sinks namespace(String template) {
        namespace = Optional.of(template);
        return this;
    }

    Sinks preset(CloudwatchOptions.Preset chosen) {
        preset = chosen;
        return this;
    }

    Sinks aggregate(CloudwatchOptions.Aggregate how) {
        aggregate = how;
        return this;
    }

    /** @param dimensions names and templates in turn */
    Sinks metric(String name, String value, String... dimensions) {
        return metric(name, value, Optional.empty(), Duration.ofMinutes(1), dimensions);
    }

    Sinks metric(String name, String value, Optional<String> unit, Duration resolution, String... dimensions) {
        Map<String, Template> templates = new LinkedHashMap<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            templates.put(dimensions[i], FakeTemplate.of(dimensions[i + 1]));
        }
        metrics.add(new MetricOptions(
                FakeTemplate.of(name), FakeTemplate.of(value), unit.map(FakeTemplate::of), templates, resolution));
        return this;
    }

    Sinks logs(String group, String stream, boolean create) {
        return logs(group, stream, Optional.empty(), create, Optional.empty(), 262_118);
    }

    Sinks logs(
            String group,
            String stream,
            Optional<String> text,
            boolean create,
            Optional<Integer> retention,
            int textLimit) {
        logs = Optional.of(new LogOptions(
                FakeTemplate.of(group),
                FakeTemplate.of(stream),
                text.map(FakeTemplate::of),
                create,
                retention,
                textLimit));
        return this;
    }

    CloudwatchOptions options() {
        return new CloudwatchOptions(
                region,
                Optional.of(address),
                credentials,
                role,
                namespace.map(FakeTemplate::of),
                metrics,
                preset,
                aggregate,
                period,
                logs,
                Http.Settings.DEFAULTS);
    }
}
