/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.api.testkit.TestEvents;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Region and credentials, found and refused. The machine itself is never asked: that would leave it. */
class AccessTest {

    private static final List<String> SETTINGS = List.of(
            "aws.region",
            "aws.accessKeyId",
            "aws.secretAccessKey",
            "aws.disableEc2Metadata",
            "aws.configFile",
            "aws.sharedCredentialsFile");

    private final HttpStub cloudwatch = HttpStub.start().always(Aws.metricsTaken());
    private final HttpStub sts = HttpStub.start();
    private final FakeContext context = new FakeContext();

    @BeforeEach
    void asOnAMachineWithoutAnything() {
        System.setProperty("aws.disableEc2Metadata", "true");
        System.setProperty("aws.configFile", "/nowhere/config");
        System.setProperty("aws.sharedCredentialsFile", "/nowhere/credentials");
    }

    @AfterEach
    void close() {
        cloudwatch.close();
        sts.close();
        SETTINGS.forEach(System::clearProperty);
    }

    private Sinks sinks() {
        return new Sinks(cloudwatch.uri("/")).namespace("Test").metric("m", "1");
    }

    private void deliver(Sinks sinks, int times) throws Exception {
        try (Sink sink = new CloudwatchFactory().create(sinks.options(), context)) {
            for (int i = 0; i < times; i++) {
                sink.deliver(List.of(TestEvents.event("e")));
            }
        }
    }

    private DeliveryException refused(Sinks sinks) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(sinks, 1));
    }

    private RoleOptions role(URI endpoint) {
        return new RoleOptions(
                Optional.of("arn:aws:iam::123456789012:role/metrics"),
                Optional.of(new Secret("3xt3rnal")),
                "dispatcher",
                Duration.ofMinutes(30),
                Optional.of(endpoint));
    }

    private static Answer session(String key, Instant end) {
        return Answer.status(200).with("Content-Type", "text/xml").body("""
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>%s</AccessKeyId><SecretAccessKey>other</SecretAccessKey><SessionToken>t0ken</SessionToken>
                <Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                """.formatted(
                        key, end.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static Answer stsRefuses(int status, String code) {
        return Answer.status(status).with("Content-Type", "text/xml").body("""
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>%s</Code>
                <Message>may not assume</Message></Error></ErrorResponse>
                """.formatted(code));
    }

    @Test
    void aRoleIsTakenOnOnceAndItsSessionSignsTheRequests() throws Exception {
        sts.always(session("ASIAROLE", Instant.now().plusSeconds(1800)));
        Sinks sinks = sinks();
        sinks.role = role(sts.uri("/"));
        deliver(sinks, 3);

        assertThat(sts.requests()).hasSize(1);
        assertThat(sts.requests().get(0).header("authorization")).contains("Credential=AKID/");
        assertThat(sts.requests().get(0).text())
                .contains("Action=AssumeRole", "role%2Fmetrics", "ExternalId=3xt3rnal", "DurationSeconds=1800")
                .contains("RoleSessionName=dispatcher");
        assertThat(cloudwatch.requests()).hasSize(3).allSatisfy(request -> {
            assertThat(request.header("authorization")).contains("Credential=ASIAROLE/");
            assertThat(request.header("x-amz-security-token")).isEqualTo("t0ken");
        });
    }

    @Test
    void aSessionThatEndsIsRenewed() throws Exception {
        sts.then(session("ASIAFIRST", Instant.now()))
                .always(session("ASIANEXT", Instant.now().plusSeconds(1800)));
        Sinks sinks = sinks();
        sinks.role = role(sts.uri("/"));
        deliver(sinks, 2);

        assertThat(cloudwatch.requests().get(cloudwatch.requests().size() - 1).header("authorization"))
                .contains("Credential=ASIANEXT/");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, AUTH, false",
        "400, Throttling, RATE_LIMITED, true",
        "500, InternalFailure, SERVER, true"
    })
    void whatStsRefusesIsJudged(int status, String code, DeliveryException.Reason reason, boolean again) {
        sts.always(stsRefuses(status, code));
        Sinks sinks = sinks();
        sinks.role = role(sts.uri("/"));
        DeliveryException failure = refused(sinks);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retryable()).isEqualTo(again);
        assertThat(failure.toString() + failure.getCause()).doesNotContain("3xt3rnal");
        assertThat(cloudwatch.requests()).isEmpty();
    }

    @Test
    void whileStsIsDownItIsAskedAgain() {
        Sinks sinks = sinks();
        sinks.role = role(HttpStub.nobody("/"));
        DeliveryException failure = refused(sinks);

        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.CONNECTION);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void credentialsAndRegionOfTheEnvironmentAreFound() throws Exception {
        System.setProperty("aws.region", "ap-south-1");
        System.setProperty("aws.accessKeyId", "AKENV");
        System.setProperty("aws.secretAccessKey", "of the environment");
        Sinks sinks = sinks();
        sinks.region = Optional.empty();
        sinks.credentials = AccessOptions.FOUND;
        deliver(sinks, 1);

        assertThat(cloudwatch.requests().get(0).header("authorization")).contains("AKENV/", "/ap-south-1/monitoring/");
    }

    @Test
    void noCredentialsParkTheSinkRatherThanCostEvents() {
        Sinks sinks = sinks();
        sinks.credentials = AccessOptions.FOUND;
        DeliveryException failure = refused(sinks);

        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.AUTH);
        assertThat(failure.getMessage()).startsWith("no credentials: ").hasSizeLessThan(300);
        assertThat(cloudwatch.requests()).isEmpty();
    }

    @Test
    void credentialsThatComeLaterAreFoundByTheSameSink() throws Exception {
        Sinks sinks = sinks();
        sinks.credentials = AccessOptions.FOUND;
        try (Sink sink = new CloudwatchFactory().create(sinks.options(), context)) {
            assertThat(catchThrowableOfType(
                            DeliveryException.class, () -> sink.deliver(List.of(TestEvents.event("early")))))
                    .isNotNull();
            System.setProperty("aws.accessKeyId", "AKLATE");
            System.setProperty("aws.secretAccessKey", "late");
            sink.deliver(List.of(TestEvents.event("later")));
        }

        assertThat(cloudwatch.requests()).hasSize(1);
        assertThat(cloudwatch.requests().get(0).header("authorization")).contains("AKLATE/");
    }

    @Test
    void aProfileThatIsNotThereIsToldAsOneOfCredentials() {
        Sinks sinks = sinks();
        sinks.credentials =
                new AccessOptions(Optional.of("nobody"), Optional.empty(), Optional.empty(), Optional.empty());
        DeliveryException failure = refused(sinks);

        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.AUTH);
        assertThat(failure.getMessage()).contains("nobody");
    }

    @Test
    void anEndpointNeedsNoRegion() throws Exception {
        Sinks sinks = sinks();
        sinks.region = Optional.empty();
        deliver(sinks, 1);

        assertThat(cloudwatch.requests().get(0).header("authorization")).contains("/us-east-1/monitoring/");
    }
}
