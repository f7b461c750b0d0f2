/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventJsonTest {

    private static String json(Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("a", value);
        return new String(EventJson.write(fields), StandardCharsets.UTF_8);
    }

    @Test
    void everyTypeOfValueIsWritten() {
        assertThat(json("x")).isEqualTo("{\"a\":\"x\"}");
        assertThat(json(true)).isEqualTo("{\"a\":true}");
        assertThat(json(null)).isEqualTo("{\"a\":null}");
        assertThat(json(-5L)).isEqualTo("{\"a\":-5}");
        assertThat(json(1.5)).isEqualTo("{\"a\":1.5}");
        assertThat(json(new BigInteger("123456789012345678901234567890")))
                .isEqualTo("{\"a\":123456789012345678901234567890}");
        assertThat(json(new BigDecimal("1.10"))).isEqualTo("{\"a\":1.10}");
    }

    @Test
    void nothingIsAnEmptyObject() {
        assertThat(EventJson.write(Map.of())).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatBreaksAStringIsEscaped() {
        assertThat(json("\" \\ \n \r \t \u0000 \u001f")).isEqualTo("{\"a\":\"\\\" \\\\ \\n \\r \\t \\u0000 \\u001f\"}");
    }

    @Test
    void lineSeparatorsAndLoneSurrogatesAreEscaped() {
        assertThat(json("\u2028\u2029\ud800x\udc00")).isEqualTo("{\"a\":\"\\u2028\\u2029\\ud800x\\udc00\"}");
        assertThat(json("x\ud83d")).isEqualTo("{\"a\":\"x\\ud83d\"}");
    }

    @Test
    void otherLettersStayAsTheyAre() {
        assertThat(json("ä€\ud83d\ude00\uffff\u202e")).isEqualTo("{\"a\":\"ä€\ud83d\ude00\uffff\u202e\"}");
    }

    @Test
    void hostileEventsAreReadBackAsTheyWere() throws Exception {
        for (Event event : TestEvents.hostile()) {
            byte[] json = event.json();
            assertThat(new String(json, StandardCharsets.UTF_8))
                    .doesNotContain("\n")
                    .doesNotContain("\r");
            Object read = new FakeContext().json().read(json);
            assertThat(read).isEqualTo(event.fields());
        }
    }
}
