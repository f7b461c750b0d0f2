/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import static dev.dispatcher.api.DeliveryException.Reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.testkit.TestEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryExceptionTest {

    private static DeliveryException of(int status, String retryAfter, String body) {
        Map<String, List<String>> headers = retryAfter == null ? Map.of() : Map.of("retry-after", List.of(retryAfter));
        return DeliveryException.of(new Http.Response(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "408, SERVER, true",
        "425, SERVER, true",
        "429, RATE_LIMITED, true",
        "500, SERVER, true",
        "502, SERVER, true",
        "503, SERVER, true",
        "504, SERVER, true",
        "599, SERVER, true",
        "501, REJECTED, false",
        "505, REJECTED, false",
        "400, REJECTED, false",
        "404, REJECTED, false",
        "410, REJECTED, false",
        "301, REJECTED, false",
        "304, REJECTED, false",
        "100, REJECTED, false",
        "600, REJECTED, false",
        "401, AUTH, false",
        "403, AUTH, false",
        "407, AUTH, false"
    })
    void everyStatusIsJudged(int status, Reason reason, boolean retryable) {
        DeliveryException judged = of(status, null, "");
        assertThat(judged.reason()).isEqualTo(reason);
        assertThat(judged.retryable()).isEqualTo(retryable);
        assertThat(judged).hasMessage("the destination answered " + status);
    }

    @Test
    void secondsToWaitArePassedOn() {
        assertThat(of(503, " 17 ", "").notBefore()).contains(Duration.ofSeconds(17));
        assertThat(of(429, "0", "").notBefore()).contains(Duration.ZERO);
    }

    @Test
    void aDateToWaitForIsPassedOn() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .withLocale(Locale.ROOT)
                .format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        assertThat(of(503, date, "").notBefore())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60)));
        assertThat(of(503, "Fri, 02 Jan 1970 00:00:00 GMT", "").notBefore()).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999", "Fri, 99 Jan 2026 00:00:00 GMT"})
    void aWaitThatIsNoneIsIgnored(String header) {
        DeliveryException judged = of(503, header, "");
        assertThat(judged.notBefore()).isEmpty();
        assertThat(judged.retryable()).isTrue();
    }

    @Test
    void whatIsRefusedForGoodHasNoWait() {
        assertThat(of(404, "17", "").notBefore()).isEmpty();
    }

    @Test
    void theAnswersTextIsQuotedShortAndOnOneLine() {
        assertThat(of(400, null, " bad\r\n\u0000 thing ")).hasMessage("the destination answered 400: bad thing");
        assertThat(of(400, null, "x".repeat(100_000)).getMessage()).hasSizeLessThan(300);
    }

    @Test
    void theEventsAreToldApartByIdentity() {
        Event one = TestEvents.event("same");
        Event other = TestEvents.event("same");
        assertThat(one).isEqualTo(other);
        DeliveryException failure = DeliveryException.retryable("x").onlyFor(List.of(one));
        assertThat(failure.events().contains(one)).isTrue();
        assertThat(failure.events().contains(other)).isFalse();
        assertThat(DeliveryException.retryable("x").onlyFor(List.of(one, other)).events())
                .hasSize(2);
    }

    @Test
    void aChangedCopyKeepsTheRest() {
        IOException cause = new IOException("broken");
        Event one = TestEvents.event("one");
        DeliveryException other = DeliveryException.permanent("other").onlyFor(List.of(TestEvents.event("two")));
        DeliveryException plain = DeliveryException.retryable(Reason.CONNECTION, "x", cause);
        DeliveryException changed =
                plain.notBefore(Duration.ofSeconds(3)).onlyFor(List.of(one)).also(other);
        assertThat(plain.notBefore()).isEmpty();
        assertThat(plain.events()).isEmpty();
        assertThat(changed.reason()).isEqualTo(Reason.CONNECTION);
        assertThat(changed.retryable()).isTrue();
        assertThat(changed).hasMessage("x").hasCause(cause);
        assertThat(changed.notBefore()).contains(Duration.ofSeconds(3));
        assertThat(changed.events()).containsExactly(one);
        assertThat(changed.others()).containsExactly(other);
        assertThat(changed.getStackTrace()).isEqualTo(plain.getStackTrace());
        assertThatThrownBy(() -> changed.events().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void unauthorizedParksTheSink() {
        assertThat(DeliveryException.unauthorized("x").reason()).isEqualTo(Reason.AUTH);
        assertThat(DeliveryException.unauthorized("x").retryable()).isFalse();
        assertThat(DeliveryException.permanent(Reason.FAULT, "x", null).reason())
                .isEqualTo(Reason.FAULT);
    }

    @Test
    void unavailableWithAWaitIsAskingForLess() {
        assertThat(of(503, "17", "").reason()).isEqualTo(DeliveryException.Reason.RATE_LIMITED);
        assertThat(of(503, "17", "").retryable()).isTrue();
    }

    @Test
    void noAnswerMayBetterNextTimeButARefusedAddressNever() {
        assertThat(DeliveryException.of(new java.io.IOException("gone")).retryable())
                .isTrue();
        DeliveryException refused = DeliveryException.of(new Http.RefusedAddressException("localhost is loopback"));
        assertThat(refused.retryable()).isFalse();
        assertThat(refused.reason()).isEqualTo(DeliveryException.Reason.REJECTED);
    }
}
