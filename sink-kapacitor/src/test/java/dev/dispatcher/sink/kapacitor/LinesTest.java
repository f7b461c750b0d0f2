/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.testkit.FakeTemplate;
import dev.dispatcher.api.testkit.TestEvents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    private static final Event EVENT = TestEvents.event("hello")
            .with("id", "a-1")
            .with("timestamp", "2026-02-03T10:00:00Z")
            .with("kind", "disk")
            .with("source", "web-1")
            .with("severity", "warning");

    private final Kapacitors options = Kapacitors.at(URI.create("http://127.0.0.1:9092"));
    private final LongAdder leftOut = new LongAdder();

    private String line(Event event) throws DeliveryException {
        return new Lines(options.options(), leftOut).of(event);
    }

    private Points.Point point(Event event) throws DeliveryException {
        List<Points.Point> points = Points.read(line(event));
        assertThat(points).hasSize(1);
        return points.get(0);
    }

    @Test
    void anEventIsOneLineWithSortedTagsAndAllItsOtherFields() throws Exception {
        options.fields = List.of("message", "used");
        options.distinct = false;
        assertThat(line(EVENT.with("used", 0.5)))
                .isEqualTo("disk,severity=warning,source=web-1 message=\"hello\",used=0.5 1770112800000000000\n");
    }

    @Test
    void withoutAListOfFieldsAllAreThereThatAreNotTagsNorTheTime() throws Exception {
        Points.Point point = point(EVENT.with("x", true).with("gone", null));
        assertThat(point.fields()).containsKeys("id", "message", "x").doesNotContainKeys("source", "timestamp", "gone");
        assertThat(point.fields()).containsEntry("x", "true");
    }

    @Test
    void integersAreFloatsUnlessSaidOtherwise() throws Exception {
        assertThat(point(EVENT.with("n", 7L)).fields()).containsEntry("n", "7");
        options.integers = KapacitorOptions.Integers.INTEGER;
        assertThat(point(EVENT.with("n", 7L)).fields()).containsEntry("n", "7i");
    }

    @Test
    void aNumberThatNoFloatHoldsIsLeftOutAndCounted() throws Exception {
        Points.Point point = point(EVENT.with("huge", new BigDecimal("1E+999"))
                .with("wide", new BigInteger("123456789012345678901234567890")));
        assertThat(point.fields()).doesNotContainKey("huge").containsEntry("wide", "123456789012345678901234567890");
        assertThat(leftOut.sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b",
                "a b",
                "a=b",
                "a\\,b",
                "\\",
                "a\\",
                "a\nb=1 2\n",
                "\"",
                "a\"b\\\"",
                "#",
                "# x",
                "=",
                ",",
                " x ",
                "time",
                "ä€😀",
                "a\u0000b",
                "\\\\\\"
            })
    void noTextChangesWhatTheLineMeans(String hostile) throws Exception {
        options.measurement = FakeTemplate.of("m{{ text }}");
        options.tags = List.of("text", "source", hostile);
        Points.Point point =
                point(EVENT.with("text", hostile).with(hostile, "named").with("f" + hostile, hostile));
        assertThat(point.measurement()).startsWith("m");
        assertThat(point.tags()).containsEntry("source", "web-1");
        assertThat(point.text("message")).isEqualTo("hello");
        String field = point.fields().keySet().stream()
                .filter(name -> name.startsWith("f"))
                .findFirst()
                .orElseThrow();
        assertThat(point.text(field)).isEqualTo(hostile);
    }

    @Test
    void aMeasurementIsNeverAComment() throws Exception {
        options.measurement = FakeTemplate.of("{{ text }}");
        assertThat(point(EVENT.with("text", "#general")).measurement()).isEqualTo("_#general");
    }

    @Test
    void aTagKeepsItsTextAndAnEmptyOneIsLeftOut() throws Exception {
        options.extraTags.put("team", FakeTemplate.of("{{ team }}"));
        options.extraTags.put("a = b", FakeTemplate.of("x, y"));
        assertThat(point(EVENT).tags()).containsEntry("a = b", "x, y").doesNotContainKey("team");
        assertThat(point(EVENT.with("team", "time")).tags()).containsEntry("team", "time");
    }

    @Test
    void noPointIsMadeWithoutAFieldOrAMeasurement() {
        options.fields = List.of("absent");
        assertThatThrownBy(() -> line(EVENT))
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("none of the fields");
        options.fields = List.of();
        options.measurement = FakeTemplate.of("{{ absent }}");
        assertThatThrownBy(() -> line(EVENT)).hasMessageContaining("measurement");
    }

    @ParameterizedTest
    @CsvSource({"NS,1770112800123000000", "US,1770112800123000", "MS,1770112800123", "S,1770112800"})
    void theTimeHasTheChosenPrecision(KapacitorOptions.Precision precision, String time) throws Exception {
        options.precision = precision;
        options.distinct = false;
        assertThat(point(EVENT.with("timestamp", "2026-02-03T10:00:00.123Z")).time())
                .isEqualTo(time);
    }

    @Test
    void eventsOfTheSameMomentStayApartAndARepeatedOneIsTheSamePoint() throws Exception {
        String one = point(EVENT).time();
        assertThat(point(EVENT.with("id", "a-2")).time()).isNotEqualTo(one).startsWith("1770112800000");
        assertThat(point(EVENT).time()).isEqualTo(one);
        assertThat(point(EVENT.with("timestamp", "2026-02-03T10:00:00.000000007Z"))
                        .time())
                .isEqualTo("1770112800000000007");
    }

    @Test
    void aTimeThatNoPointCanHaveIsSaid() {
        assertThatThrownBy(() -> line(EVENT.with("timestamp", "9999-12-31T00:00:00Z")))
                .hasMessageContaining("9999-12-31");
    }
}
