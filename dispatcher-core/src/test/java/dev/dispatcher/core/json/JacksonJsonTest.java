/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonJsonTest {

    private final JacksonJson json = new JacksonJson();

    private Object read(String text) throws IOException {
        return json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesArePlainAndNumbersKeepTheirSize() throws IOException {
        assertThat(read("[1,123456789012345678901234567890,0.10,true,null,\"x\",{\"b\":1,\"a\":[]}]"))
                .isEqualTo(Arrays.asList(
                        1L,
                        new BigInteger("123456789012345678901234567890"),
                        new BigDecimal("0.10"),
                        true,
                        null,
                        "x",
                        Map.of("b", 1L, "a", List.of())));
        assertThat(((Map<?, ?>) read("{\"z\":1,\"a\":2,\"m\":3}")).keySet().toString())
                .isEqualTo("[z, a, m]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1] 2", "{\"a\":1,\"a\":2}", "nonsense"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("[".repeat(101) + "]".repeat(101))).isInstanceOf(IOException.class);
    }

    @Test
    void onlyPlainValuesAreWritten() {
        assertThat(new String(json.write(Map.of("a", List.of(1, "x"))), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":[1,\"x\"]}");
        assertThatThrownBy(() -> json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\": \"",
                "{\"message\": ",
                "{\"message\" 1}",
                "{\"message\": 1, \"message\": 2}",
                "{\"message\": [",
                "{} {}",
                "\u0000",
                "",
            })
    void whatIsNoJsonIsSaidWithItsPlaceAndWithoutTheParsersWords(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .message()
                .contains(", in line 1, column ")
                .doesNotContain("Source", "Stream", "\n");
    }

    @Test
    void aLimitIsToldWithoutTheParsersWords() {
        assertThatThrownBy(() -> read("9".repeat(2000)))
                .message()
                .contains("(1000)")
                .doesNotContain("Stream");
    }
}
