/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Template;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One metric as the user declares it. */
public record MetricOptions(
        @Option("The metric's name; 255 characters at most.")
        Template name,

        @Option(
                value =
                        "The value: a number, or a template that makes one. An event for which it is empty is none of this metric's.",
                fallback = "1")
        Template value,

        @Option("The unit, such as Count, Bytes or Count/Second; none when not given.")
        Optional<Template> unit,

        @Option("Dimensions by name, 30 at most; one whose value is empty is left out.")
        Map<String, Template> dimensions,

        @Option(value = "1m, or 1s for a high-resolution metric.", fallback = "1m")
        Duration storageResolution) {

    private static final int MOST_DIMENSIONS = 30;

    public MetricOptions {
        if (name.constant()) {
            Names.metric(name.source());
        }
        if (value.constant() && Numbers.read(value.source()).isEmpty()) {
            throw new IllegalArgumentException(
                    "value should be a number or a template such as \"{{ lag }}\", not '" + value.source() + "'");
        }
        unit.filter(Template::constant).ifPresent(given -> Units.read(given.source()));
        if (dimensions.size() > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "dimensions may be " + MOST_DIMENSIONS + " at most, not " + dimensions.size());
        }
        dimensions.forEach((dimension, template) -> {
            Names.dimension(dimension);
            if (template.constant()) {
                Names.dimensionValue(dimension, template.source());
            }
        });
        if (!storageResolution.equals(Duration.ofMinutes(1)) && !storageResolution.equals(Duration.ofSeconds(1))) {
            throw new IllegalArgumentException("storage-resolution should be 1m or 1s");
        }
    }
}
