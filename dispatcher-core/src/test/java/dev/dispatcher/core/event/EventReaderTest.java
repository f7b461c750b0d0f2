/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Format;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.core.config.ByteSize;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:15:30.123Z"), ZoneOffset.UTC);

    private final AtomicInteger refused = new AtomicInteger();
    private final EventReader events = reader(Limits.DEFAULTS);

    private EventReader reader(Limits limits) {
        return new EventReader(limits, CLOCK, new Ids(CLOCK), refused::addAndGet);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Reading json(String text) {
        return events.read(bytes(text), Format.JSON);
    }

    private Event one(String text) {
        Reading reading = json(text);
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.events()).hasSize(1);
        return reading.events().get(0);
    }

    private Fault fault(String text) {
        return fault(events, text);
    }

    private static Fault fault(EventReader events, String text) {
        Reading reading = events.read(bytes(text), Format.JSON);
        assertThat(reading.events()).isEmpty();
        assertThat(reading.faults()).hasSize(1);
        return reading.faults().get(0);
    }

    private static String text(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    @Test
    void whatTheSenderLeftOutIsSetInFront() {
        Event event = one("{\"message\":\"x\",\"lag\":5}");
        assertThat(event.id()).hasSize(36);
        assertThat(event.timestamp()).isEqualTo(CLOCK.instant());
        assertThat(event.kind()).isEqualTo("unknown");
        assertThat(event.fields().keySet()).containsExactly("id", "timestamp", "kind", "message", "lag");
        assertThat(text(event))
                .isEqualTo(
                        "{\"id\":\"" + event.id()
                                + "\",\"timestamp\":\"2026-11-20T10:15:30.123Z\",\"kind\":\"unknown\",\"message\":\"x\",\"lag\":5}");
    }

    @Test
    void anEventThatNeedsNothingKeepsTheBodyItself() {
        byte[] body =
                bytes("{\"message\": \"ä\", \"id\":\"1\",\"kind\":\"urn:x\",\"timestamp\":\"2026-11-20T10:15:30Z\"}");
        assertThat(events.read(body, Format.JSON).events().get(0).json()).isSameAs(body);
    }

    @Test
    void emptyAndNullCountAsLeftOut() {
        Event event = one("{\"message\":\"x\",\"kind\":\"\",\"id\":null,\"timestamp\":\"\"}");
        assertThat(event.kind()).isEqualTo("unknown");
        assertThat(event.id()).hasSize(36);
        assertThat(event.timestamp()).isEqualTo(CLOCK.instant());
        assertThat(event.fields().keySet()).containsExactly("message", "kind", "id", "timestamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":null}",
                "{\"message\":\"\"}",
                "{\"message\":7}",
                "{\"message\":{\"a\":1}}",
                "{\"message\":[\"a\"]}"
            })
    void anEventWithoutAMessageIsRefused(String body) {
        assertThat(fault(body).field()).isEqualTo("message");
        assertThat(refused).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "severity", "view_link", "ack_link", "kind", "timestamp"})
    void namedFieldsAreTexts(String field) {
        Fault fault = fault("{\"message\":\"x\",\"" + field + "\":5}");
        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault.message()).contains("a text").contains("not a number");
        assertThat(fault("{\"message\":\"x\",\"" + field + "\":{\"a\":1}}").message())
                .contains("not an object");
        assertThat(one("{\"message\":\"x\",\"" + field + "\":null}").message()).isEqualTo("x");
    }

    @Test
    void aWholeNumberAsIdIsTakenAsText() {
        Event event = one("{\"id\":4711,\"message\":\"x\"}");
        assertThat(event.id()).isEqualTo("4711");
        assertThat(text(event)).contains("\"id\":\"4711\"");
        assertThat(fault("{\"id\":4.5,\"message\":\"x\"}").field()).isEqualTo("id");
    }

    @Test
    void timestampsAreKeptInUtc() {
        Event event = one("{\"message\":\"x\",\"timestamp\":\"2026-11-20T12:15:30+02:00\"}");
        assertThat(event.get("timestamp")).isEqualTo("2026-11-20T10:15:30Z");
        assertThat(text(event)).contains("\"timestamp\":\"2026-11-20T10:15:30Z\"");
        assertThat(fault("{\"message\":\"x\",\"timestamp\":\"yesterday\"}").message())
                .contains("ISO-8601")
                .contains("'yesterday'");
    }

    @Test
    void nestedValuesAreFlattened() {
        Event event = one("{\"message\":\"x\",\"maxlag\":{\"topic\":\"t\",\"empty\":{}},\"none\":[],"
                + "\"partitions\":[{\"status\":\"OK\"},{\"status\":\"ERR\"},7]}");
        assertThat(event.fields().keySet())
                .containsExactly(
                        "id",
                        "timestamp",
                        "kind",
                        "message",
                        "maxlag.topic",
                        "partitions.0.status",
                        "partitions.1.status",
                        "partitions.2");
        assertThat(text(event)).contains("\"partitions.1.status\":\"ERR\",\"partitions.2\":7}");
    }

    @Test
    void strictRefusesNestedValues() {
        Limits strict = new Limits(256, 256, new ByteSize(1000), new ByteSize(1000), 10, 16, true);
        Fault fault = fault(reader(strict), "{\"message\":\"x\",\"a\":{\"b\":1}}");
        assertThat(fault.field()).isEqualTo("a");
        assertThat(fault.message()).contains("not an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"x\",\"a\":1,\"a\":2}",
                "{\"message\":\"x\",\"message\":\"y\"}",
                "{\"message\":\"x\",\"a.b\":1,\"a\":{\"b\":2}}",
                "{\"message\":\"x\",\"a\":{\"b\":2},\"a.b\":1}",
                "{\"message\":\"x\",\"a\":1,\"a\":{\"b\":2}}",
                "{\"message\":\"x\",\"a\":{\"b\":2},\"a\":1}",
                "{\"message\":\"x\",\"a\":{\"b\":2},\"a\":{\"c\":1}}",
                "{\"message\":\"x\",\"a\":[1],\"a.0\":1}"
            })
    void aFieldThatIsThereTwiceIsRefused(String body) {
        assertThat(fault(body).message()).isEqualTo("the field is there twice");
    }

    @Test
    void numbersSurviveUnchanged() {
        String numbers =
                "\"a\":9223372036854775807,\"b\":123456789012345678901234567890,\"c\":0.1000,\"d\":1e400,\"e\":-5";
        Event event = one("{\"message\":\"x\"," + numbers + "}");
        assertThat(event.get("a")).isEqualTo(Long.MAX_VALUE);
        assertThat(event.get("b")).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(event.get("c")).isEqualTo(new BigDecimal("0.1000"));
        assertThat(event.get("d")).isEqualTo(new BigDecimal("1e400"));
        assertThat(event.get("e")).isEqualTo(-5L);
        assertThat(text(event)).contains(numbers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999", "1e99999999999999999999", "-1e-99999999999"})
    void numbersThatNobodyCanHandleAreRefused(String number) {
        Fault fault = fault("{\"message\":\"x\",\"n\":" + number + "}");
        assertThat(fault.field()).isEqualTo("n");
        assertThat(fault.limit()).isTrue();
    }

    @Test
    void eachLimitIsNamed() {
        Limits small = new Limits(5, 16, new ByteSize(64), new ByteSize(256), 2, 2, false);
        EventReader reader = reader(small);
        assertLimit(fault(reader, "{\"message\":\"x\",\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}"), "'fields'");
        assertLimit(fault(reader, "{\"message\":\"x\",\"" + "n".repeat(17) + "\":1}"), "'field-name'");
        assertLimit(fault(reader, "{\"message\":\"" + "m".repeat(65) + "\"}"), "'field-size'");
        assertLimit(fault(reader, "{\"message\":\"" + "ä".repeat(33) + "\"}"), "'field-size'");
        assertLimit(fault(reader, "{\"message\":\"x\"" + " ".repeat(260) + "}"), "'event-size'");
        assertLimit(fault(reader, "{\"message\":\"x\",\"a\":{\"b\":{\"c\":{\"d\":1}}}}"), "'depth'");
        String event = "{\"message\":\"x\"}";
        assertLimit(fault(reader, "[" + event + "," + event + "," + event + "]"), "'events'");
        Reading lines = reader.read(bytes((event + "\n").repeat(3)), Format.NDJSON);
        assertThat(lines.events()).isEmpty();
        assertLimit(lines.faults().get(0), "'events'");
        assertThat(reader.read(bytes("{\"message\":\"" + "m".repeat(64) + "\"}"), Format.JSON)
                        .faults())
                .isEmpty();
    }

    private static void assertLimit(Fault fault, String limit) {
        assertThat(fault.limit()).as(fault.message()).isTrue();
        assertThat(fault.message()).contains(limit);
    }

    @Test
    void manyEmptyObjectsAreBoundedToo() {
        StringBuilder body = new StringBuilder("{\"message\":\"x\"");
        for (int i = 0; i < 5000; i++) {
            body.append(",\"a").append(i).append("\":{}");
        }
        assertThat(fault(body.append('}').toString()).limit()).isTrue();
    }

    @Test
    void oneBadEventOfAnArrayDoesNotHideTheOthers() {
        Reading reading = json("[{\"message\":\"a\"},\n{\"x\":{\"y\":[1,{\"z\":2}]},\n \"severity\":7,\"l\":[[1],2]},\n"
                + "{\"message\":\"b\"}, 5, [{\"message\":\"no\"}], null, {\"message\":\"c\",\"message\":{\"m\":[]}},"
                + "{\"message\":\"d\"}]");
        assertThat(reading.events()).extracting(Event::message).containsExactly("a", "b", "d");
        assertThat(reading.indexes()).containsExactly(0, 2, 7);
        assertThat(reading.total()).isEqualTo(8);
        assertThat(reading.faults()).extracting(Fault::index).containsExactly(1, 3, 4, 5, 6);
        assertThat(reading.faults().get(0).field()).isEqualTo("severity");
        assertThat(reading.faults().get(0).line()).isEqualTo(3);
        assertThat(reading.faults().get(1).message()).contains("not a number");
        assertThat(reading.faults().get(1).line()).isEqualTo(4);
        assertThat(refused).hasValue(5);
    }

    @Test
    void aSyntaxErrorSpoilsTheWholeArray() {
        Reading reading = json("[{\"message\":\"a\"},\n{\"message\" \"b\"},{\"message\":\"c\"}]");
        assertThat(reading.events()).isEmpty();
        assertThat(reading.faults()).hasSize(1);
        assertThat(reading.faults().get(0).index()).isEqualTo(-1);
        assertThat(reading.faults().get(0).line()).isEqualTo(2);
        assertThat(reading.faults().get(0).message()).startsWith("not JSON").doesNotContain("Source");
        assertThat(refused).hasValue(2);
    }

    @Test
    void aSyntaxErrorSpoilsOnlyItsLine() {
        Reading reading = events.read(
                bytes("{\"message\":\"a\"}\r\n\n  \n{\"message\":\n[]\n{\"message\":\"b\"} {}\n{\"message\":\"c\"}"),
                Format.NDJSON);
        assertThat(reading.events()).extracting(Event::message).containsExactly("a", "c");
        assertThat(reading.indexes()).containsExactly(0, 4);
        assertThat(reading.faults()).extracting(Fault::line).containsExactly(4, 5, 6);
        assertThat(reading.faults()).extracting(Fault::index).containsExactly(1, 2, 3);
        assertThat(reading.faults().get(0).message()).isEqualTo("the JSON ends too early");
        assertThat(refused).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no event: the body is empty",
                "' \n '|no event: the body is empty",
                "[]|no event: the array is empty",
                "7|not a number",
                "null|not null",
                "{\"message\":\"x\"} {\"message\":\"y\"}|something follows the JSON",
                "{\"message\":\"x\"}]|not JSON",
                "{\"message\":\"x\"|the JSON ends too early",
                "{'message':'x'}|not JSON",
                "{\"message\":NaN}|not JSON",
                "{\"message\":\"x\",}|not JSON",
                "'{\"message\":\"a\nb\"}'|not JSON",
                "message=x|not JSON"
            })
    void aBodyThatIsNoEventSaysWhy(String body, String reason) {
        Fault fault = fault(body == null ? "" : body);
        assertThat(fault.index()).isEqualTo(-1);
        assertThat(fault.message()).contains(reason);
    }

    @Test
    void deepNestingIsRefusedAndReadOn() {
        String deep = "{\"message\":\"x\",\"a\":" + "[".repeat(500) + "]".repeat(500) + "}";
        Reading reading = json("[" + deep + ",{\"message\":\"y\"}]");
        assertThat(reading.events()).extracting(Event::message).containsExactly("y");
        assertLimit(reading.faults().get(0), "'depth'");
        assertThat(json("[".repeat(100_000)).faults())
                .last()
                .satisfies(last -> assertThat(last.limit()).isTrue());
        assertThat(json("{\"a\":".repeat(100_000)).events()).isEmpty();
    }

    @Test
    void invalidUtf8IsRefusedWithItsLine() {
        for (int[] wrong : new int[][] {
            {0xFF}, {0xC0, 0xAF}, {0xC3}, {0xED, 0xA0, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xE2, 0x28, 0xA1}, {0x80}
        }) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(bytes("{\"message\":\n\"x"));
            Arrays.stream(wrong).forEach(body::write);
            body.writeBytes(bytes("\"}"));
            Reading reading = events.read(body.toByteArray(), Format.JSON);
            assertThat(reading.events()).isEmpty();
            assertThat(reading.faults().get(0).line()).isEqualTo(2);
            assertThat(reading.faults().get(0).message()).contains("UTF-8");
        }
        byte[] lines = bytes("{\"message\":\"a\"}\n{\"message\":\"?\"}\n{\"message\":\"c\"}");
        lines[28] = (byte) 0xFF;
        Reading reading = events.read(lines, Format.NDJSON);
        assertThat(reading.events()).extracting(Event::message).containsExactly("a", "c");
        assertThat(reading.faults().get(0).line()).isEqualTo(2);
    }

    @Test
    void otherEncodingsAreRefused() {
        String event = "{\"message\":\"x\"}";
        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")) {
            Reading reading = events.read(event.getBytes(java.nio.charset.Charset.forName(charset)), Format.JSON);
            assertThat(reading.events()).as(charset).isEmpty();
            assertThat(reading.faults().get(0).message()).contains("UTF-8");
        }
        assertThat(fault("{\"message\":\"a\0b\"}").message()).startsWith("not JSON");
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        Event event = one("\uFEFF{\"message\":\"x\"}");
        assertThat(text(event)).startsWith("{\"id\":").endsWith("\"message\":\"x\"}");
        assertThat(events.read(bytes("\uFEFF{\"message\":\"x\"}\n{\"message\":\"y\"}"), Format.NDJSON)
                        .events())
                .hasSize(2);
    }

    @Test
    void halfASurrogatePairIsRefusedAndAWholeOneIsNot() {
        assertThat(fault("{\"message\":\"x\",\"a\":\"\\ud83d!\"}").field()).isEqualTo("a");
        assertThat(fault("{\"message\":\"x\",\"\\ude00\":1}").message()).contains("surrogate");
        assertThat(one("{\"message\":\"\\ud83d\\ude00\"}").message()).isEqualTo("😀");
    }

    @Test
    void hostileTextSurvives() {
        String message = "\u0000\u0001\t\r\n\"\\/ <script> 😀 \u2028 \u007f";
        Event event = one(new String(new dev.dispatcher.core.json.JacksonJson().write(Map.of("message", message))));
        assertThat(event.message()).isEqualTo(message);
        assertThat(json(text(event)).events().get(0).message()).isEqualTo(message);
        assertThat(text(event)).doesNotContain("\u2028").doesNotContain("\n");
    }

    @Test
    void notMoreThanAHundredFaultsAreListed() {
        Reading reading = json("[" + "{},".repeat(249) + "{}]");
        assertThat(reading.faults()).hasSize(100);
        assertThat(reading.faults().get(99).message()).contains("250 of 250").contains("99");
        assertThat(refused).hasValue(250);
        assertThat(json("[" + "{},".repeat(99) + "{}]").faults())
                .hasSize(100)
                .last()
                .satisfies(last -> assertThat(last.index()).isEqualTo(99));
    }

    @Test
    void refusedEventsAreCounted() {
        events.refuse(json("[{\"message\":\"a\"},{\"message\":\"b\"}]").events());
        assertThat(refused).hasValue(2);
    }

    @Test
    void mapsAreFlattenedToo() {
        Event event = events.event(Map.of(
                "message", "x", "a", Map.of("b", List.of(1, Map.of("c", 2.5))), "timestamp", CLOCK.instant()));
        assertThat(event.fields())
                .containsEntry("a.b.0", 1L)
                .containsEntry("a.b.1.c", 2.5)
                .containsEntry("timestamp", "2026-11-20T10:15:30.123Z");
        assertThat(json(text(event)).events()).hasSize(1);
        assertThatThrownBy(() -> events.event(Map.of("message", "x", "a", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field 'a': JSON has no NaN");
        assertThatThrownBy(() -> events.event(Map.of("message", "\ud800"))).hasMessageContaining("'message'");
        assertThatThrownBy(() -> events.event(Map.of("a", 1))).hasMessage("field 'message': the field is missing");
        assertThat(refused).hasValue(3);
    }
}
