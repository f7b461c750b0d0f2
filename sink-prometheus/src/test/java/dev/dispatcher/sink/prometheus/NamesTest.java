/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"9lives", "with-dash", "with:colon", "", "event_metrics_series", "x_sum", "x_bucket", "x_total"})
    void aGaugeMayNotBeCalledSo(String name) {
        refused(new Sinks().gauge(name, "lag"), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__name__", "a-b", "1a"})
    void aLabelMayNotBeCalledSo(String label) {
        refused(new Sinks().gauge("lag", "lag", label), label);
    }

    @Test
    void aHistogramKeepsItsLabelLe() {
        refused(new Sinks().histogram("took", "lag", List.of(), "le"), "le");
        assertThat(new Sinks().gauge("lag", "lag", "le").options()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"events, events_total", "events_total, events"})
    void twoMetricsMayNotBeExposedAlike(String one, String other) {
        refused(
                new Sinks().counter(one, Optional.empty()).counter(other, Optional.empty()),
                "would both be exposed as events");
    }

    @Test
    void aMetricMayNotBeCalledAsOneOfThePresets() {
        Sinks sinks = new Sinks().gauge("karrot_consumer_lag", "lag");
        sinks.preset = PrometheusOptions.Preset.KARROT;
        refused(sinks, "the preset's karrot_consumer_lag");
    }

    @Test
    void thereMustBeAMetric() {
        refused(new Sinks(), "there is no metric");
    }

    @Test
    void bucketsMustRise() {
        assertThatThrownBy(() -> new Sinks().histogram("took", "lag", List.of(1.0, 1.0)))
                .hasMessageContaining("buckets must rise, but 1.0 follows 1.0");
    }

    private static void refused(Sinks sinks, String message) {
        assertThatThrownBy(sinks::options)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:kafka:*, urn:kafka:lag, true",
        "*, anything, true",
        "a*b*c, aXbXbc, true",
        "a*b, ab, true",
        "a*b, aba, false",
        "exact, exact, true",
        "exact, exactly, false"
    })
    void starsInKindsStandForAnyText(String glob, String text, boolean matches) {
        assertThat(Globs.matches(glob, text)).isEqualTo(matches);
    }
}
