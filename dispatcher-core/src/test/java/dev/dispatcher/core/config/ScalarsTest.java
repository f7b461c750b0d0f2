/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "12B, 12",
        "64KB, 64000",
        "64kb, 64000",
        "1MB, 1000000",
        "8MiB, 8388608",
        "2GiB, 2147483648"
    })
    void sizesAreRead(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
        assertThat(ByteSize.parse(new ByteSize(bytes).toString()).bytes()).isEqualTo(bytes);
        assertThat(text).matches(ByteSize.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KB",
                "64K",
                "64iB",
                "-1",
                "1.5MB",
                "1 MB",
                "999999999999999999GB",
                "1TB",
                "9999999999999999999"
            })
    void otherTextsAreNoSizes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "500ms, PT0.5S",
        "10s, PT10S",
        "30, PT30S",
        "5m, PT5M",
        "2h, PT2H",
        "7d, PT168H",
        "90s, PT90S"
    })
    void durationsAreReadAndWritten(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
        assertThat(text).matches(Durations.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "1.5s",
                "-1s",
                "1 s",
                "1w",
                "10S",
                "PT10S",
                "36501d",
                "999999999999999d",
                "99999999999999999999"
            })
    void otherTextsAreNoDurations(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "webhok, webhook",
        "Webhook, webhook",
        "wehbook, webhook",
        "time_out, timeout",
        "conect-timeout, connect-timeout",
        "urll, url"
    })
    void theNearestWordIsSuggested(String word, String expected) {
        assertThat(Suggestion.of(word, List.of("url", "webhook", "timeout", "connect-timeout")))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "channel", "w"})
    void aWordFarFromAllSuggestsNothing(String word) {
        assertThat(Suggestion.of(word, List.of("url", "webhook", "timeout"))).isEmpty();
    }

    @Test
    void aHugeWordCostsNothing() {
        assertThat(Suggestion.of("x".repeat(1_000_000), List.of("url"))).isEmpty();
    }
}
