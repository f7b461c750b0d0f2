/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused when the file is read, and with which words. */
class OptionsTest {

    private static Sinks sinks() {
        return new Sinks(URI.create("http://127.0.0.1:1/")).namespace("Test");
    }

    private static void refuses(ThrowingCallable making, String... words) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }

    @Test
    void somethingMustBeWritten() {
        refuses(() -> sinks().options(), "nothing to write", "preset", "logs");
    }

    @Test
    void metricsAndLogsAreTwoSinks() {
        refuses(() -> sinks().metric("m", "1").logs("g", "s", false).options(), "two sinks");
    }

    @Test
    void metricsNeedANamespace() {
        refuses(() -> new Sinks(URI.create("http://h/")).metric("m", "1").options(), "namespace is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS/EC2", ":mine", " ", "größe", "a{b}"})
    void aNamespaceThatCannotBeIsRefused(String namespace) {
        refuses(
                () -> new Sinks(URI.create("http://h/"))
                        .namespace(namespace)
                        .metric("m", "1")
                        .options(),
                "namespace");
    }

    @Test
    void aValueIsANumberOrATemplate() {
        refuses(() -> sinks().metric("m", "lag"), "{{ lag }}", "'lag'");
        assertThatCode(() -> sinks().metric("m", "1.5").metric("n", "{{ lag }}").options())
                .doesNotThrowAnyException();
    }

    @Test
    void aUnitIsOneThatCloudWatchHas() {
        refuses(
                () -> sinks().metric("m", "1", Optional.of("furlongs"), Duration.ofMinutes(1)),
                "Count/Second",
                "'furlongs'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT2S", "PT2M"})
    void aResolutionIsASecondOrAMinute(String duration) {
        refuses(() -> sinks().metric("m", "1", Optional.empty(), Duration.parse(duration)), "1m or 1s");
    }

    @ParameterizedTest
    @CsvSource({":colon, x", "größe, x", "'', x", "ok, ' '"})
    void aDimensionThatCannotBeIsRefused(String name, String value) {
        refuses(() -> sinks().metric("m", "1", name, value), "dimension");
    }

    @Test
    void thereAreThirtyDimensionsAtMost() {
        String[] dimensions = new String[62];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = "d" + i;
        }
        refuses(() -> sinks().metric("m", "1", dimensions), "30", "31");
    }

    @Test
    void aKeyIsGivenWhole() {
        Optional<Secret> secret = Optional.of(new Secret("s"));
        refuses(
                () -> new AccessOptions(Optional.empty(), Optional.of("id"), Optional.empty(), Optional.empty()),
                "go together");
        refuses(() -> new AccessOptions(Optional.empty(), Optional.empty(), Optional.empty(), secret), "session-token");
        refuses(() -> new AccessOptions(Optional.of("p"), Optional.of("id"), secret, Optional.empty()), "exclude");
    }

    @Test
    void aRoleIsNamedByItsArn() {
        refuses(
                () -> new RoleOptions(
                        Optional.of("metrics"), Optional.empty(), "d1", Duration.ofHours(1), Optional.empty()),
                "arn:aws:iam::123456789012:role/name",
                "'metrics'");
    }

    @Test
    void anEndpointIsAnAddressWithoutAPassword() {
        refuses(
                () -> new Sinks(URI.create("ftp://h/"))
                        .preset(CloudwatchOptions.Preset.KARROT)
                        .options(),
                "endpoint");
        refuses(
                () -> new Sinks(URI.create("http://u:p@h/"))
                        .preset(CloudwatchOptions.Preset.KARROT)
                        .options(),
                "endpoint");
    }

    @Test
    void logsAreToldWhatCannotBe() {
        refuses(() -> sinks().logs("no such: group", "s", false), "log group", "'no such: group'");
        refuses(() -> sinks().logs("g", "s", Optional.empty(), true, Optional.of(2), 100), "retention-days", "not 2");
        refuses(() -> sinks().logs("g", "s", Optional.empty(), false, Optional.of(1), 100), "create: true");
        refuses(() -> sinks().logs("g", "s", Optional.empty(), false, Optional.empty(), 1_048_551), "1048550");
    }
}
