/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

    private static Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", "1");
        fields.put("timestamp", "2026-01-02T03:04:05Z");
        fields.put("kind", "urn:x");
        fields.put("message", "m");
        return fields;
    }

    private static Event with(String name, Object value) {
        Map<String, Object> fields = fields();
        fields.put(name, value);
        return Event.of(fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "timestamp", "kind", "message"})
    void aRequiredFieldIsNamedWhenItIsMissingEmptyOrNoText(String name) {
        for (Object value : new Object[] {null, "", 1}) {
            Map<String, Object> fields = fields();
            fields.put(name, value);
            assertThatThrownBy(() -> Event.of(fields))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
        }
    }

    @Test
    void numbersKeepTheirValue() {
        assertThat(with("n", 7).get("n")).isEqualTo(7L);
        assertThat(with("n", (short) 7).get("n")).isEqualTo(7L);
        assertThat(with("n", 1.5f).get("n")).isEqualTo(1.5);
        assertThat(with("n", new BigInteger("9".repeat(40))).get("n")).isEqualTo(new BigInteger("9".repeat(40)));
        assertThat(with("n", new BigDecimal("1.10")).get("n")).isEqualTo(new BigDecimal("1.10"));
    }

    @Test
    void instantsAndConstantsBecomeTexts() {
        assertThat(with("n", Instant.EPOCH).get("n")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(with("n", Severity.ERROR).get("n")).isEqualTo("ERROR");
    }

    @Test
    void whatIsNotFlatIsRefusedByName() {
        for (Object value : List.of(List.of(1), Map.of("a", 1), new Object(), Double.NaN, Float.POSITIVE_INFINITY)) {
            assertThatThrownBy(() -> with("odd", value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'odd'");
        }
    }

    @Test
    void anOptionalFieldIsEmptyWhenMissingOrNull() {
        Event event = with("source", null);
        assertThat(event.source()).isEmpty();
        assertThat(event.has("source")).isTrue();
        assertThat(event.viewLink()).isEmpty();
        assertThat(event.has("view_link")).isFalse();
        assertThat(with("lag", 5).text("lag")).contains("5");
    }

    @Test
    void theNamedFieldsAreRead() {
        Map<String, Object> fields = fields();
        fields.put("severity", "warn");
        fields.put("ack_link", "a");
        Event event = Event.of(fields);
        assertThat(event.id()).isEqualTo("1");
        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(event.kind()).isEqualTo("urn:x");
        assertThat(event.message()).isEqualTo("m");
        assertThat(event.severity()).contains("warn");
        assertThat(event.ackLink()).contains("a");
    }

    @Test
    void aChangedCopyLeavesTheOriginalAloneAndTheOrderAsItWas() {
        Event event = Event.of(fields());
        event.json();
        Event changed = event.with("kind", "urn:y").with("new", true);
        assertThat(event.kind()).isEqualTo("urn:x");
        assertThat(changed.fields().keySet()).containsExactly("id", "timestamp", "kind", "message", "new");
        assertThat(new String(changed.json(), StandardCharsets.UTF_8)).contains("\"kind\":\"urn:y\"");
    }

    @Test
    void neitherTheGivenMapNorTheFieldsCanChangeIt() {
        Map<String, Object> fields = fields();
        Event event = Event.of(fields);
        fields.put("message", "other");
        assertThat(event.message()).isEqualTo("m");
        assertThatThrownBy(() -> event.fields().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalityIsThatOfTheFieldsInAnyOrder() {
        Map<String, Object> backwards = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(fields().keySet());
        java.util.Collections.reverse(names);
        names.forEach(name -> backwards.put(name, fields().get(name)));
        assertThat(Event.of(backwards)).isEqualTo(Event.of(fields())).hasSameHashCodeAs(Event.of(fields()));
        assertThat(with("a", 1)).isNotEqualTo(Event.of(fields()));
    }

    @Test
    void trustedBytesAreHandedOutAsTheyAre() {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        Event event = Event.trusted(new HashMap<>(fields()), json);
        assertThat(event.json()).isSameAs(json);
        assertThat(event.size()).isEqualTo(2);
    }

    @Test
    void theSizeIsAboutThatOfTheJson() {
        Event event = with("text", "x".repeat(1000));
        int estimate = event.size();
        assertThat(estimate).isBetween(event.json().length - 100, event.json().length + 100);
        assertThat(event.size()).isEqualTo(event.json().length);
    }

    @Test
    void onlyKindAndIdArePrinted() {
        assertThat(with("password", "s3cret")).hasToString("event 1 of kind urn:x");
    }
}
