/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.api.testkit.TestEvents;
import dev.dispatcher.sink.cloudwatch.CloudwatchOptions.Aggregate;
import dev.dispatcher.sink.cloudwatch.CloudwatchOptions.Preset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricSinkTest {

    private final HttpStub stub = HttpStub.start().always(Aws.metricsTaken());
    private final FakeContext context = new FakeContext().batch(10_000);

    @AfterEach
    void close() {
        stub.close();
    }

    private Sinks sinks() {
        return new Sinks(stub.uri("/")).namespace("Test");
    }

    private void deliver(Sinks sinks, Event... batch) throws Exception {
        try (Sink sink = new CloudwatchFactory().create(sinks.options(), context)) {
            sink.deliver(List.of(batch));
        }
    }

    private DeliveryException refused(Sinks sinks, Event... batch) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(sinks, batch));
    }

    private static Event lag(String cluster, String group, Object lag) {
        return TestEvents.event(cluster + " " + group)
                .with("cluster", cluster)
                .with("group", group)
                .with("totallag", lag);
    }

    private static Event value(Object value) {
        return TestEvents.event("value " + value).with("value", value);
    }

    private List<JsonNode> data() {
        return Aws.decoded(stub).stream()
                .flatMap(request ->
                        StreamSupport.stream(request.get("MetricData").spliterator(), false))
                .toList();
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    @Test
    void theKarrotPresetWritesWhatKarrotWrote() throws Exception {
        deliver(new Sinks(stub.uri("/")).preset(Preset.KARROT), lag("c1", "payments", 4711L));

        JsonNode request = Aws.decoded(stub.requests().get(0));
        assertThat(request.get("Namespace").asText()).isEqualTo("GumGum/Kafka/Burrow/ConsumerLag");
        JsonNode datum = data().get(0);
        assertThat(datum.get("MetricName").asText()).isEqualTo("payments");
        assertThat(datum.get("Value").asDouble()).isEqualTo(4711);
        assertThat(datum.path("Dimensions").size()).isZero();
        assertThat(datum.has("Unit")).isFalse();
        assertThat(datum.get("Timestamp").asDouble()).isEqualTo(seconds(FakeContext.START));
    }

    @Test
    void theKarrotPresetTakesAnotherNamespace() throws Exception {
        deliver(new Sinks(stub.uri("/")).preset(Preset.KARROT).namespace("Mine/Lag"), lag("c1", "payments", 1L));

        assertThat(Aws.decoded(stub.requests().get(0)).get("Namespace").asText())
                .isEqualTo("Mine/Lag");
    }

    @Test
    void theConsumerLagPresetTellsTheSameGroupOfTwoClustersApart() throws Exception {
        deliver(new Sinks(stub.uri("/")).preset(Preset.CONSUMER_LAG), lag("c1", "g", 1L), lag("c2", "g", 2L));

        assertThat(data())
                .extracting(datum -> datum.get("Dimensions").toString())
                .containsExactly(
                        "[{\"Name\":\"Cluster\",\"Value\":\"c1\"},{\"Name\":\"Group\",\"Value\":\"g\"}]",
                        "[{\"Name\":\"Cluster\",\"Value\":\"c2\"},{\"Name\":\"Group\",\"Value\":\"g\"}]");
        assertThat(data()).allSatisfy(datum -> {
            assertThat(datum.get("MetricName").asText()).isEqualTo("ConsumerLag");
            assertThat(datum.get("Unit").asText()).isEqualTo("Count");
        });
    }

    @Test
    void everythingOfADatumComesFromTheEvent() throws Exception {
        deliver(
                sinks().namespace("Test/{{ host }}")
                        .metric(
                                "{{ what }}",
                                "{{ size }}",
                                Optional.of("{{ unit }}"),
                                Duration.ofSeconds(1),
                                "Host",
                                "{{ host }}",
                                "Gone",
                                "{{ gone }}"),
                TestEvents.event("x").with("what", "disk").with("size", 1.5).with("unit", "megabytes"));

        assertThat(Aws.decoded(stub.requests().get(0)).get("Namespace").asText())
                .isEqualTo("Test/web-1");
        JsonNode datum = data().get(0);
        assertThat(datum.get("MetricName").asText()).isEqualTo("disk");
        assertThat(datum.get("Value").asDouble()).isEqualTo(1.5);
        assertThat(datum.get("Unit").asText()).isEqualTo("Megabytes");
        assertThat(datum.get("StorageResolution").asInt()).isEqualTo(1);
        assertThat(datum.get("Dimensions").toString()).isEqualTo("[{\"Name\":\"Host\",\"Value\":\"web-1\"}]");
    }

    @Test
    void requestsAreSignedForTheRegion() throws Exception {
        deliver(sinks().metric("m", "1"), value(1));

        assertThat(stub.requests().get(0).header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-central-1/monitoring/aws4_request");
    }

    @Test
    void aRequestHasAThousandDataAtMostAndEventsKeepTheirOrder() throws Exception {
        Event[] events =
                IntStream.range(0, 2500).mapToObj(MetricSinkTest::value).toArray(Event[]::new);
        deliver(sinks().metric("m", "{{ value }}"), events);

        assertThat(Aws.decoded(stub))
                .extracting(request -> request.get("MetricData").size())
                .containsExactly(1000, 1000, 500);
        assertThat(data())
                .extracting(datum -> datum.get("Value").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 2500).boxed().toList());
        assertThat(stub.requests())
                .allSatisfy(request ->
                        assertThat(request.header("content-encoding")).isEqualTo("gzip"));
    }

    @Test
    void aRequestStaysBelowOneMegabyte() throws Exception {
        Event[] events = IntStream.range(0, 999)
                .mapToObj(i -> value(i).with("long", "x".repeat(1000) + i))
                .toArray(Event[]::new);
        deliver(sinks().metric("m", "{{ value }}", "A", "{{ long }}", "B", "{{ long }}"), events);

        assertThat(stub.requests()).hasSizeGreaterThan(2);
        assertThat(Aws.decoded(stub))
                .allSatisfy(request -> assertThat(request.toString().length()).isLessThan(1_000_000));
        assertThat(data()).hasSize(999);
    }

    @Test
    void eachNamespaceHasItsRequest() throws Exception {
        deliver(
                sinks().namespace("Test/{{ cluster }}").metric("m", "1"),
                lag("a", "g", 1L),
                lag("b", "g", 1L),
                lag("a", "g", 1L));

        assertThat(Aws.decoded(stub))
                .extracting(request -> request.get("Namespace").asText() + " "
                        + request.get("MetricData").size())
                .containsExactly("Test/a 2", "Test/b 1");
    }

    @Test
    void valuesOfOnePeriodBecomeOneDatumWithTheirCounts() throws Exception {
        Event next = value(9).with(Event.TIMESTAMP, FakeContext.START.plusSeconds(60));
        deliver(sinks().aggregate(Aggregate.VALUES).metric("m", "{{ value }}"), value(5), value(7), value(5), next);

        assertThat(data()).hasSize(2);
        JsonNode first = data().get(0);
        assertThat(first.get("Values").toString()).isEqualTo("[5,7]");
        assertThat(first.get("Counts").toString()).isEqualTo("[2,1]");
        assertThat(first.has("Value")).isFalse();
        assertThat(first.get("Timestamp").asDouble()).isEqualTo(seconds(Instant.parse("2026-01-02T03:04:00Z")));
        assertThat(data().get(1).get("Values").toString()).isEqualTo("[9]");
    }

    @Test
    void oneDatumHasAHundredAndFiftyDifferentValuesAtMost() throws Exception {
        Event[] events = IntStream.range(0, 151).mapToObj(MetricSinkTest::value).toArray(Event[]::new);
        deliver(sinks().aggregate(Aggregate.VALUES).metric("m", "{{ value }}"), events);

        assertThat(data()).extracting(datum -> datum.get("Values").size()).containsExactly(150, 1);
    }

    @Test
    void valuesOfOnePeriodBecomeStatistics() throws Exception {
        deliver(
                sinks().aggregate(Aggregate.STATISTICS).metric("m", "{{ value }}", "Host", "{{ host }}"),
                value(5),
                value(7),
                value(5),
                value(1).with("host", "other"));

        JsonNode statistics = data().get(0).get("StatisticValues");
        assertThat(statistics.get("SampleCount").asDouble()).isEqualTo(3);
        assertThat(statistics.get("Sum").asDouble()).isEqualTo(17);
        assertThat(statistics.get("Minimum").asDouble()).isEqualTo(5);
        assertThat(statistics.get("Maximum").asDouble()).isEqualTo(7);
        assertThat(data()).hasSize(2);
    }

    @Test
    void aggregatingSingleEventsIsWarnedOf() throws Exception {
        context.batch(1);
        deliver(sinks().aggregate(Aggregate.VALUES).metric("m", "1"), value(1));

        assertThat(context.log()).anyMatch(line -> line.contains("delivery: {batch: 1000, wait: 1m}"));
    }

    @ParameterizedTest
    @CsvSource({"-P14DT1S, ago", "PT2H1S, ahead"})
    void anEventOutOfCloudWatchsTimeIsGivenUpAloneAndUnsent(String shift, String why) {
        Event skewed = value(1).with(Event.TIMESTAMP, FakeContext.START.plus(Duration.parse(shift)));
        DeliveryException failure = refused(sinks().metric("m", "{{ value }}"), value(2), skewed, value(3));

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.events()).containsExactly(skewed);
        assertThat(failure.getMessage()).contains(why);
        assertThat(data()).extracting(datum -> datum.get("Value").asInt()).containsExactly(2, 3);
    }

    @Test
    void anEventAtTheEdgeOfCloudWatchsTimeIsSent() throws Exception {
        deliver(
                sinks().metric("m", "{{ value }}"),
                value(1).with(Event.TIMESTAMP, FakeContext.START.minus(Duration.ofDays(14))),
                value(2).with(Event.TIMESTAMP, FakeContext.START.plus(Duration.ofHours(2))));

        assertThat(data()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "NaN", "Infinity", "1e400", "-1e109", "1 2"})
    void whatIsNoNumberForCloudWatchIsGivenUpAloneAndUnsent(String text) {
        Event bad = value(text);
        DeliveryException failure = refused(sinks().metric("m", "{{ value }}"), value(2), bad);

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.events()).containsExactly(bad);
        assertThat(failure.getMessage()).contains(text);
        assertThat(data()).extracting(datum -> datum.get("Value").asInt()).containsExactly(2);
    }

    @Test
    void anEventWithoutAnyValueIsGivenUp() {
        DeliveryException failure = refused(sinks().metric("m", "{{ none }}"), value(1));

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage()).contains("none of the metrics");
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void anEventThatLacksOneOfTwoValuesSendsTheOther() throws Exception {
        deliver(sinks().metric("a", "{{ none }}").metric("b", "{{ value }}"), value(3));

        assertThat(data()).extracting(datum -> datum.get("MetricName").asText()).containsExactly("b");
    }

    @Test
    void differentNamesStayDifferentInAscii() throws Exception {
        deliver(sinks().metric("{{ group }}", "1"), lag("c", "größe", 1L), lag("c", "gr\u0000ße", 1L));

        assertThat(data())
                .extracting(datum -> datum.get("MetricName").asText())
                .containsExactly("gr\\u00f6\\u00dfe", "gr\\u0000\\u00dfe");
    }

    /** Refuses each request that has a datum of this value, as CloudWatch does. */
    private void refuseRequestsWith(int... poison) throws Exception {
        // the stub's script cannot look into requests, so the test answers by what the halving is known to send
        List<Answer> answers = new ArrayList<>();
        plan(0, 8, poison, answers);
        stub.then(answers.toArray(Answer[]::new));
    }

    private static void plan(int from, int to, int[] poison, List<Answer> answers) {
        boolean bad = IntStream.of(poison).anyMatch(value -> value >= from && value < to);
        answers.add(bad ? invalid() : Aws.metricsTaken());
        if (bad && to - from > 1) {
            plan(from, (from + to) / 2, poison, answers);
            plan((from + to) / 2, to, poison, answers);
        }
    }

    private static Answer invalid() {
        return Aws.metricsRefused(400, "InvalidParameterValueException", "The value NaN is invalid.");
    }

    @Test
    void aDatumThatCloudWatchRefusesDoesNotHoldTheOthers() throws Exception {
        refuseRequestsWith(3, 6);
        Event[] events = IntStream.range(0, 8).mapToObj(MetricSinkTest::value).toArray(Event[]::new);
        DeliveryException failure = refused(sinks().metric("m", "{{ value }}"), events);

        assertThat(failure.retryable()).isFalse();
        List<Event> given = new ArrayList<>(failure.events());
        failure.others().forEach(other -> given.addAll(other.events()));
        assertThat(given).containsExactlyInAnyOrder(events[3], events[6]);
        assertThat(context.count("metric_data")).isEqualTo(6);
        assertThat(failure.getMessage()).contains("InvalidParameterValue");
    }

    @Test
    void aBatchThatIsRefusedAsAWholeIsToldApartWithinBounds() {
        stub.always(invalid());
        Event[] events =
                IntStream.range(0, 1000).mapToObj(MetricSinkTest::value).toArray(Event[]::new);
        DeliveryException failure = refused(sinks().metric("m", "{{ value }}"), events);

        assertThat(stub.requests()).hasSizeLessThan(100);
        List<DeliveryException> all = new ArrayList<>(failure.others());
        all.add(failure);
        assertThat(all).anyMatch(DeliveryException::retryable);
        assertThat(all).anyMatch(each -> !each.retryable());
        assertThat(all.stream().mapToInt(each -> each.events().size()).sum()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, RATE_LIMITED",
        "400, Throttling, RATE_LIMITED",
        "400, RequestLimitExceeded, RATE_LIMITED",
        "500, InternalServiceFault, SERVER",
        "400, InternalServiceFault, SERVER",
        "503, ServiceUnavailable, SERVER",
        "403, RequestTimeTooSkewed, SERVER",
        "403, RequestExpired, SERVER"
    })
    void throttlingAndTroubleAskAgain(int status, String code, DeliveryException.Reason reason) {
        stub.always(Aws.metricsRefused(status, code, "not now"));
        DeliveryException failure = refused(sinks().metric("m", "1"), value(1), value(2));

        assertThat(failure.retryable()).as(failure.getMessage()).isTrue();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(stub.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UnrecognizedClientException",
                "AccessDenied",
                "ExpiredToken",
                "InvalidClientTokenId",
                "SignatureDoesNotMatch"
            })
    void refusedCredentialsAreToldAsSuchWhateverTheStatus(String code) {
        stub.always(Aws.metricsRefused(400, code, "who are you"));
        DeliveryException failure = refused(sinks().metric("m", "1"), value(1), value(2));

        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.AUTH);
        assertThat(failure.getMessage()).contains(code);
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void whatWasSentBeforeAFailureIsNotSentAgain() throws Exception {
        stub.then(Aws.metricsTaken()).always(Aws.metricsRefused(500, "InternalFailure", "oops"));
        Event[] events =
                IntStream.range(0, 2500).mapToObj(MetricSinkTest::value).toArray(Event[]::new);
        DeliveryException failure = refused(sinks().metric("m", "{{ value }}"), events);

        assertThat(failure.retryable()).isTrue();
        assertThat(failure.events()).hasSize(1500).doesNotContain(events[0], events[999]);
        assertThat(stub.requests()).as("the third would meet the same").hasSize(2);
    }

    @Test
    void anEventWithOneGoodAndOneBadValueSendsTheGoodOne() {
        DeliveryException failure =
                refused(sinks().metric("good", "{{ value }}").metric("bad", "{{ host }}"), value(3));

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage()).contains("bad", "web-1");
        assertThat(data()).extracting(datum -> datum.get("MetricName").asText()).containsExactly("good");
    }
}
