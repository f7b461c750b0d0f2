/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTypesTest {

    @ParameterizedTest
    @CsvSource({
        "debug, DEBUG",
        "Trace, DEBUG",
        "INFO, INFO",
        "ok, INFO",
        "normal, INFO",
        "notice, NOTICE",
        "warn, WARNING",
        "Warning, WARNING",
        "minor, WARNING",
        "err, ERROR",
        "HIGH, ERROR",
        "crit, CRITICAL",
        "fatal, CRITICAL",
        "' emergency ', CRITICAL"
    })
    void severitiesOfOtherSystemsHaveTheirPlace(String word, Severity severity) {
        assertThat(Severity.of(word)).contains(severity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "purple", "5"})
    void aWordWithoutAPlaceHasNoSeverity(String word) {
        assertThat(Severity.of(word)).isEmpty();
    }

    @Test
    void severitiesAreOrdered() {
        assertThat(Severity.values()).isSorted();
        assertThat(Severity.ERROR).isGreaterThan(Severity.WARNING);
    }

    @Test
    void aSecretIsNotPrinted() {
        record Holder(Secret secret) {}
        assertThat(new Holder(new Secret("s3cret"))).hasToString("Holder[secret=****]");
    }

    @Test
    void aRouteIsCheckedWhenItIsMade() {
        assertThatThrownBy(() -> new Route("post", "/x", Route.Access.SUBMIT, true, request -> Route.Response.of(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'post'");
        assertThatThrownBy(() -> new Route("POST", "x", Route.Access.SUBMIT, true, request -> Route.Response.of(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x'");
    }

    @Test
    void anAnswerOfARouteSaysItsType() {
        Route.Response text = Route.Response.text(400, "ä").with("Retry-After", "3");
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.headers())
                .containsEntry("Content-Type", "text/plain; charset=utf-8")
                .containsEntry("Retry-After", "3");
        assertThat(((Route.Bytes) text.body()).bytes()).isEqualTo("ä".getBytes(StandardCharsets.UTF_8));
        assertThat(Route.Response.json(200, new byte[0]).headers()).containsEntry("Content-Type", "application/json");
        assertThat(Route.Response.of(204).headers()).isEmpty();
    }

    @Test
    void aRequestPrintsHostAndPortOnly() {
        Http.Request request = Http.Request.post(
                        URI.create("https://user:s3cret@example.org:8443/s3cret?s3cret"),
                        "text/plain",
                        "s3cret".getBytes(StandardCharsets.UTF_8))
                .with("Authorization", "s3cret");
        assertThat(request).hasToString("POST https://example.org:8443");
        assertThat(Http.Request.get(URI.create("http://example.org/x"))).hasToString("GET http://example.org");
    }

    @Test
    void aHeaderIsAddedToACopy() {
        Http.Request request = Http.Request.get(URI.create("http://example.org/"));
        assertThat(request.with("A", "1").with("B", "2").headers())
                .containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
        assertThat(request.headers()).isEmpty();
    }

    @Test
    void headersOfAnAnswerAreFoundInAnyCase() {
        Http.Response answer = new Http.Response(200, Map.of("retry-after", List.of("1", "2")), new byte[0]);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("other")).isNull();
        assertThat(answer).hasToString("HTTP 200");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> settings(Duration.ZERO, Duration.ofSeconds(1), 1, 1))
                .hasMessageStartingWith("timeout");
        assertThatThrownBy(() -> settings(Duration.ofSeconds(1), Duration.ofSeconds(-1), 1, 1))
                .hasMessageStartingWith("connect-timeout");
        assertThatThrownBy(() -> settings(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1))
                .hasMessageStartingWith("connections");
        assertThatThrownBy(() -> settings(Duration.ofSeconds(1), Duration.ofSeconds(1), 1001, 1))
                .hasMessageStartingWith("connections");
        assertThatThrownBy(() -> settings(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, -1))
                .hasMessageStartingWith("answer-limit");
    }

    private static Http.Settings settings(Duration timeout, Duration connect, int connections, int limit) {
        return new Http.Settings(timeout, connect, connections, limit, false, Optional.empty(), Http.Tls.DEFAULTS);
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> new Http.Tls(Optional.empty(), Optional.of(Path.of("x")), Optional.empty(), true))
                .hasMessageContaining("go together");
    }
}
