/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T10:15:30Z",
                "2026-11-20T10:15:30.1Z",
                "2026-11-20T10:15:30.123456789Z",
                "2024-02-29T23:59:59Z",
                "0001-01-01T00:00:00Z"
            })
    void canonicalTextIsKeptAsItIs(String text) {
        assertThat(Timestamps.canonical(text)).isSameAs(text);
        assertThat(Instant.parse(text)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:15:30+02:00,2026-11-20T10:15:30Z",
        "2026-11-20T12:15:30+0200,2026-11-20T10:15:30Z",
        "2026-11-20T12:15:30+02,2026-11-20T10:15:30Z",
        "2026-11-20T04:45:30-05:30,2026-11-20T10:15:30Z",
        "2026-11-20T10:15:30,2026-11-20T10:15:30Z",
        "2026-11-20 10:15:30,2026-11-20T10:15:30Z",
        "2026-11-20t10:15:30z,2026-11-20T10:15:30Z",
        "2026-11-20T10:15Z,2026-11-20T10:15:00Z",
        "20261120T101530Z,2026-11-20T10:15:30Z",
        "2026-11-20T10:15:30.1234567891234Z,2026-11-20T10:15:30.123456789Z",
        "'2026-11-20T10:15:30,5Z',2026-11-20T10:15:30.500Z",
        "2026-12-31T23:30:00-01:00,2027-01-01T00:30:00Z"
    })
    void otherFormsBecomeCanonical(String text, String canonical) {
        assertThat(Timestamps.canonical(text)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-20",
                "1763633730",
                "2026-02-30T10:15:30Z",
                "2025-02-29T10:15:30Z",
                "2026-13-20T10:15:30Z",
                "2026-11-20T24:15:30Z",
                "2026-11-20T10:60:30Z",
                "2026-11-20T10:15:30.Z",
                "2026-11-20T10:15:30+25:00",
                "2026-1120T10:15:30Z",
                "0000-01-01T00:00:00+05:00",
                "2026-11-20T10:15:30Z2026-11-20T10:15:30Z2026-11-20T10:15:30Z2026-11-20T10:15:30Z",
                "２０２６-11-20T10:15:30Z"
            })
    void otherTextsAreNoTimestamps(String text) {
        assertThat(Timestamps.canonical(text)).isNull();
    }

    @Test
    void arrivalIsWrittenWithMilliseconds() {
        assertThat(Timestamps.text(Instant.parse("2026-01-02T03:04:05.006789Z")))
                .isEqualTo("2026-01-02T03:04:05.006Z");
        assertThat(Timestamps.text(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }
}
