/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.TestEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusSinkTest {

    private static final double NOW = FakeContext.START.getEpochSecond();

    private final FakeContext context = new FakeContext();
    private final Sinks sinks = new Sinks();

    private Event event(Object... fields) {
        return Sinks.event(context, fields);
    }

    private Map<String, Double> scrape() throws Exception {
        Map<String, Double> text = Scrape.prometheus(Sinks.text(context));
        assertThat(Scrape.openMetrics(Sinks.openMetrics(context))).isEqualTo(text);
        return text;
    }

    @Test
    void countsEventsByTheirLabels() throws Exception {
        PrometheusSink sink =
                sinks.counter("events_total", Optional.empty(), "host").in(context);
        sink.deliver(List.of(event("host", "a"), event("host", "a"), event("host", "b")));
        assertThat(scrape())
                .containsEntry("events_total{host=\"a\"}", 2.0)
                .containsEntry("events_total{host=\"b\"}", 1.0)
                .containsEntry("events_last_event_timestamp_seconds{host=\"a\"}", NOW);
    }

    @Test
    void sumsUpTheFieldOfACounter() throws Exception {
        PrometheusSink sink = sinks.counter("bytes", Optional.of("size")).in(context);
        sink.deliver(List.of(event("size", 10L), event("size", "2.5"), event()));
        assertThat(scrape()).containsEntry("bytes_total", 12.5);
    }

    @Test
    void aGaugeShowsTheNewestEventAlsoWhenAnOlderOneComesLater() throws Exception {
        PrometheusSink sink = sinks.gauge("lag", "lag").in(context);
        Event old = event("lag", 1L);
        context.clock().advance(Duration.ofSeconds(10));
        sink.deliver(List.of(event("lag", 2L), old));
        assertThat(scrape()).containsEntry("lag", 2.0).containsEntry("lag_last_event_timestamp_seconds", NOW + 10);
    }

    @Test
    void anEventFromTheFutureDoesNotStopAGauge() throws Exception {
        PrometheusSink sink = sinks.gauge("lag", "lag").in(context);
        sink.deliver(List.of(event("lag", 1L, Event.TIMESTAMP, "2999-01-01T00:00:00Z"), event("lag", 2L)));
        assertThat(scrape()).containsEntry("lag", 2.0).containsEntry("lag_last_event_timestamp_seconds", NOW);
    }

    @Test
    void aHistogramHasCumulativeBucketsSumAndCount() throws Exception {
        PrometheusSink sink =
                sinks.histogram("took", "seconds", List.of(1.0, 2.0)).in(context);
        sink.deliver(List.of(event("seconds", 1L), event("seconds", 1.5), event("seconds", 7L)));
        assertThat(scrape())
                .containsEntry("took_bucket{le=\"1.0\"}", 1.0)
                .containsEntry("took_bucket{le=\"2.0\"}", 2.0)
                .containsEntry("took_bucket{le=\"+Inf\"}", 3.0)
                .containsEntry("took_sum", 9.5)
                .containsEntry("took_count", 3.0);
    }

    @Test
    void valuesThatAreNoNumberOrWouldLowerACounterAreLeftOutAndCounted() throws Exception {
        PrometheusSink sink = sinks.counter("bytes", Optional.of("size")).in(context);
        sink.deliver(
                List.of(event("size", "many"), event("size", -1L), event("size", new java.math.BigDecimal("1e400"))));
        assertThat(scrape())
                .doesNotContainKey("bytes_total")
                .containsEntry("event_metrics_bad_values_total{metric=\"bytes\"}", 3.0);
        assertThat(context.count("bad_values")).isEqualTo(3);
    }

    @Test
    void beyondTheLimitKnownSeriesGoOnAndNewOnesAreRefusedCountedAndToldOnce() throws Exception {
        sinks.seriesLimit = 2;
        PrometheusSink sink = sinks.counter("events", Optional.empty(), "host").in(context);
        sink.deliver(List.of(event("host", "a"), event("host", "b"), event("host", "c"), event("host", "d")));
        sink.deliver(List.of(event("host", "a")));
        assertThat(scrape())
                .containsEntry("events_total{host=\"a\"}", 2.0)
                .doesNotContainKey("events_total{host=\"c\"}")
                .containsEntry("event_metrics_series{metric=\"events\"}", 2.0)
                .containsEntry("event_metrics_refused_total{metric=\"events\"}", 2.0);
        assertThat(context.count("series_refused")).isEqualTo(2);
        assertThat(context.log()).hasSize(1).first().asString().contains("events has 2 combinations");
    }

    @Test
    void anIdleSeriesIsForgottenAndMakesRoom() throws Exception {
        sinks.seriesLimit = 1;
        sinks.expireAfter = Duration.ofMinutes(10);
        PrometheusSink sink = sinks.gauge("lag", "lag", "group").in(context);
        sink.deliver(List.of(event("group", "gone")));
        context.clock().advance(Duration.ofMinutes(10));
        assertThat(scrape()).containsKey("lag{group=\"gone\"}");
        context.clock().advance(Duration.ofMillis(1));
        assertThat(scrape()).doesNotContainKey("lag{group=\"gone\"}");
        sink.deliver(List.of(event("group", "next")));
        assertThat(scrape()).containsKey("lag{group=\"next\"}");
    }

    @Test
    void aSeriesThatGoesOnKeepsItsPlaceWhileOthersAreForgotten() throws Exception {
        sinks.seriesLimit = 2;
        PrometheusSink sink = sinks.counter("events", Optional.empty(), "host").in(context);
        sink.deliver(List.of(event("host", "busy"), event("host", "idle")));
        context.clock().advance(Duration.ofMinutes(40));
        sink.deliver(List.of(event("host", "busy"), event("host", "early")));
        context.clock().advance(Duration.ofMinutes(40));
        sink.deliver(List.of(event("host", "new")));
        context.clock().advance(Duration.ofMinutes(40));
        assertThat(scrape())
                .doesNotContainKey("events_total{host=\"idle\"}")
                .doesNotContainKey("events_total{host=\"early\"}")
                .doesNotContainKey("events_total{host=\"busy\"}")
                .containsEntry("events_total{host=\"new\"}", 1.0);
    }

    @Test
    void halvesOfCharactersDoNotMakeTheSameSeriesTwice() throws Exception {
        PrometheusSink sink = sinks.counter("events", Optional.empty(), "host").in(context);
        sink.deliver(List.of(event("host", "\ud800"), event("host", "\udc00"), event("host", "\ud83d\ude00")));
        assertThat(scrape())
                .containsEntry("events_total{host=\"?\"}", 2.0)
                .containsEntry("events_total{host=\"\ud83d\ude00\"}", 1.0);
        assertThat(Sinks.text(context).lines().filter(line -> line.startsWith("events_total{")))
                .hasSize(2);
    }

    @Test
    void withoutExpiryNothingIsForgotten() throws Exception {
        sinks.expireAfter = Duration.ZERO;
        PrometheusSink sink = sinks.gauge("lag", "lag").in(context);
        sink.deliver(List.of(event()));
        context.clock().advance(Duration.ofDays(1000));
        assertThat(scrape()).containsKey("lag");
    }

    @Test
    void textsOfEventsCannotLeaveTheirLabel() throws Exception {
        PrometheusSink sink = sinks.counter("events", Optional.empty(), "host").in(context);
        sink.deliver(TestEvents.hostile());
        String evil = "a\"} 1\nevil_total 9\n\\";
        sink.deliver(List.of(event("host", evil)));
        assertThat(scrape())
                .containsEntry("events_total{host=\"" + evil.replace("\n", "n") + "\"}", 1.0)
                .doesNotContainKey("evil_total")
                .containsEntry(
                        "event_metrics_series{metric=\"events\"}",
                        (double) TestEvents.hostile().size() + 1);
    }

    @Test
    void aLongLabelIsShortenedWithoutHalvingACharacter() throws Exception {
        PrometheusSink sink = sinks.counter("events", Optional.empty(), "host").in(context);
        sink.deliver(List.of(event("host", "x".repeat(199) + "\ud83d\ude00 and more")));
        assertThat(scrape()).containsEntry("events_total{host=\"" + "x".repeat(199) + "\"}", 1.0);
    }

    @Test
    void answersInTheFormatThatTheScraperLikesBest() throws Exception {
        sinks.counter("events", Optional.empty()).in(context);
        assertThat(type(Sinks.OPENMETRICS)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(type("text/plain;version=0.0.4;q=1,application/openmetrics-text;q=0.3"))
                .startsWith("text/plain");
        assertThat(type("application/openmetrics-text;q=0,*/*")).startsWith("text/plain");
        assertThat(type("*/*")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(type("application/openmetrics-text; version=9.0.0, */*;q=0.1"))
                .startsWith("text/plain");
        assertThat(context.call(FakeRequest.get("/metrics/events")).headers().get("Content-Type"))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    private String type(String accept) throws Exception {
        return context.call(FakeRequest.get("/metrics/events").with("Accept", accept))
                .headers()
                .get("Content-Type");
    }

    @Test
    void aCounterIsCalledTotalInBothFormatsAndItsFamilyAsEachWantsIt() throws Exception {
        sinks.counter("events", Optional.empty()).in(context).deliver(List.of(event()));
        assertThat(Sinks.text(context)).contains("# TYPE events_total counter\nevents_total 1\n");
        assertThat(Sinks.openMetrics(context)).contains("# TYPE events counter\nevents_total 1\n");
    }

    @Test
    void karrotsNamesWithoutItsFaults() throws Exception {
        sinks.preset = PrometheusOptions.Preset.KARROT;
        PrometheusSink sink = sinks.in(context);
        String kind = "urn:kafka:consumer-lag:";
        sink.deliver(List.of(
                event("kind", kind + "ERR", "cluster", "eu", "group", "indexer", "lag", 1795L),
                event("kind", kind + "OK", "cluster", "us", "group", "indexer", "lag", 9L),
                event("kind", "urn:other", "cluster", "us", "group", "other", "lag", 1L)));
        assertThat(scrape())
                .containsEntry("karrot_consumer_lag{cluster=\"eu\",consumer=\"indexer\"}", 1795.0)
                .containsEntry("karrot_consumer_lag{cluster=\"us\",consumer=\"indexer\"}", 9.0)
                .doesNotContainKey("karrot_consumer_lag{cluster=\"us\",consumer=\"other\"}")
                .containsEntry("karrot_reporter_events_count_total{reporter=\"prometheus\"}", 2.0)
                .containsEntry(
                        "karrot_consumer_lag_last_event_timestamp_seconds{cluster=\"eu\",consumer=\"indexer\"}", NOW);
        context.clock().advance(Duration.ofHours(2));
        assertThat(scrape())
                .doesNotContainKey("karrot_consumer_lag{cluster=\"eu\",consumer=\"indexer\"}")
                .containsEntry("karrot_reporter_events_count_total{reporter=\"prometheus\"}", 2.0);
    }
}
