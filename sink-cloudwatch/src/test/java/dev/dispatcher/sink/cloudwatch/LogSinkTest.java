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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSinkTest {

    private final HttpStub stub = HttpStub.start().always(Aws.logsTaken());
    private final FakeContext context = new FakeContext().batch(20_000);

    @AfterEach
    void close() {
        stub.close();
    }

    private Sinks sinks() {
        return new Sinks(stub.uri("/"));
    }

    private void deliver(Sinks sinks, Event... batch) throws Exception {
        try (Sink sink = new CloudwatchFactory().create(sinks.options(), context)) {
            sink.deliver(List.of(batch));
        }
    }

    private DeliveryException refused(Sinks sinks, Event... batch) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(sinks, batch));
    }

    private static Event after(String message, Duration time) {
        return TestEvents.event(message).with(Event.TIMESTAMP, FakeContext.START.plus(time));
    }

    private List<String> operations() {
        return stub.requests().stream().map(Aws::operation).toList();
    }

    private static List<String> texts(JsonNode request) {
        return StreamSupport.stream(request.get("logEvents").spliterator(), false)
                .map(event -> event.get("message").asText())
                .toList();
    }

    private static Answer missing() {
        return Aws.logsRefused(400, "ResourceNotFoundException", "The specified log group does not exist.");
    }

    @Test
    void anEventIsWrittenAsJsonWithItsOwnTime() throws Exception {
        Event event = TestEvents.event("hello");
        deliver(sinks().logs("/dispatcher/events", "dispatcher", false), event);

        assertThat(operations()).containsExactly("PutLogEvents");
        JsonNode request = Aws.decoded(stub).get(0);
        assertThat(request.get("logGroupName").asText()).isEqualTo("/dispatcher/events");
        assertThat(request.get("logStreamName").asText()).isEqualTo("dispatcher");
        assertThat(request.get("logEvents").get(0).get("timestamp").asLong())
                .isEqualTo(FakeContext.START.toEpochMilli());
        assertThat(texts(request)).containsExactly(new String(event.json(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void groupStreamAndTextComeFromTheEvent() throws Exception {
        deliver(
                sinks().logs(
                                "/app/{{ host }}",
                                "{{ kind }}",
                                Optional.of("{{ message }}!"),
                                false,
                                Optional.empty(),
                                100),
                TestEvents.event("a"),
                TestEvents.event("b").with("host", "web-2"));

        assertThat(Aws.decoded(stub))
                .extracting(request -> request.get("logGroupName").asText() + " "
                        + request.get("logStreamName").asText() + " " + texts(request))
                .containsExactly("/app/web-1 urn_test_kind [a!]", "/app/web-2 urn_test_kind [b!]");
    }

    @Test
    void eventsOfACallAreInTheOrderOfTime() throws Exception {
        deliver(
                sinks().logs("g", "s", Optional.of("{{ message }}"), false, Optional.empty(), 100),
                after("third", Duration.ofSeconds(3)),
                after("first", Duration.ofSeconds(1)),
                after("second", Duration.ofSeconds(1)));

        assertThat(texts(Aws.decoded(stub).get(0))).containsExactly("first", "second", "third");
    }

    @Test
    void aCallSpansLessThanADay() throws Exception {
        deliver(
                sinks().logs("g", "s", Optional.of("{{ message }}"), false, Optional.empty(), 100),
                after("now", Duration.ZERO),
                after("a day ago", Duration.ofHours(-24)),
                after("nearly", Duration.ofHours(-24).plusMillis(1)));

        assertThat(Aws.decoded(stub))
                .extracting(LogSinkTest::texts)
                .containsExactly(List.of("a day ago", "nearly"), List.of("now"));
    }

    @Test
    void aCallHasTenThousandEventsAtMost() throws Exception {
        Event[] events = IntStream.range(0, 10_001)
                .mapToObj(i -> TestEvents.event("e" + i))
                .toArray(Event[]::new);
        deliver(sinks().logs("g", "s", Optional.of("{{ message }}"), false, Optional.empty(), 100), events);

        assertThat(Aws.decoded(stub))
                .extracting(request -> request.get("logEvents").size())
                .containsExactly(10_000, 1);
        assertThat(context.count("log_events")).isEqualTo(10_001);
    }

    @Test
    void aCallHasOneMebibyteAtMostWithTheBytesThatCloudWatchAddsToEachEvent() throws Exception {
        // four of these with 26 bytes each are 1 MiB exactly; they hold two bytes per letter
        String text = "ä".repeat((262_144 - 26) / 2);
        Event[] events = IntStream.range(0, 5)
                .mapToObj(i -> TestEvents.event("e" + i).with("long", text))
                .toArray(Event[]::new);
        deliver(sinks().logs("g", "s", Optional.of("{{ long }}"), false, Optional.empty(), 262_118), events);

        assertThat(Aws.decoded(stub))
                .extracting(request -> request.get("logEvents").size())
                .containsExactly(4, 1);
    }

    @Test
    void aTextThatIsTooLongOrEmptyIsGivenUpAlone() {
        Event longer = TestEvents.event("e1").with("text", "x".repeat(101));
        Event empty = TestEvents.event("e2").with("text", "");
        Event good = TestEvents.event("e3").with("text", "x".repeat(100));
        DeliveryException failure = refused(
                sinks().logs("g", "s", Optional.of("{{ text }}"), false, Optional.empty(), 100), longer, empty, good);

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage()).contains("101 bytes", "text-limit");
        assertThat(failure.others()).singleElement().satisfies(other -> {
            assertThat(other.getMessage()).contains("empty");
            assertThat(other.events()).containsExactly(empty);
        });
        assertThat(texts(Aws.decoded(stub).get(0))).containsExactly("x".repeat(100));
    }

    @Test
    void aGroupThatCannotBeIsGivenUpAlone() throws Exception {
        Event bad = TestEvents.event("e1").with("host", "no such: group");
        DeliveryException failure = refused(sinks().logs("{{ host }}", "s", false), bad, TestEvents.event("e2"));

        assertThat(failure.events()).containsExactly(bad);
        assertThat(failure.retryable()).isFalse();
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void aMissingGroupAndStreamAreCreatedWhenAskedFor() throws Exception {
        stub.then(missing());
        deliver(
                sinks().logs("/g", "s", Optional.of("{{ message }}"), true, Optional.of(30), 100),
                TestEvents.event("e"));

        assertThat(operations())
                .containsExactly(
                        "PutLogEvents", "CreateLogGroup", "PutRetentionPolicy", "CreateLogStream", "PutLogEvents");
        List<JsonNode> requests = Aws.decoded(stub);
        assertThat(requests.get(1).get("logGroupName").asText()).isEqualTo("/g");
        assertThat(requests.get(2).get("retentionInDays").asInt()).isEqualTo(30);
        assertThat(requests.get(3).get("logStreamName").asText()).isEqualTo("s");
        assertThat(texts(requests.get(4))).containsExactly("e");
    }

    @Test
    void onlyTheStreamIsCreatedWhereTheGroupIsThere() throws Exception {
        Answer exists =
                Aws.logsRefused(400, "ResourceAlreadyExistsException", "The specified log group already exists");
        stub.then(missing(), exists, exists);
        deliver(sinks().logs("/g", "s", Optional.empty(), true, Optional.of(30), 10_000), TestEvents.event("e"));

        assertThat(operations())
                .as("the retention of a group that somebody else made is his")
                .containsExactly("PutLogEvents", "CreateLogGroup", "CreateLogStream", "PutLogEvents");
    }

    @Test
    void aMissingGroupIsAnErrorForItsEventsOnlyWhenNothingIsCreated() {
        stub.then(missing());
        Event lost = TestEvents.event("e1").with("host", "gone");
        DeliveryException failure = refused(sinks().logs("/{{ host }}", "s", false), lost, TestEvents.event("e2"));

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.events()).containsExactly(lost);
        assertThat(failure.getMessage()).contains("does not exist");
        assertThat(context.count("log_events")).isEqualTo(1);
    }

    @Test
    void aRefusalToCreateIsToldAsOneOfCredentials() {
        stub.then(
                missing(),
                Aws.logsRefused(400, "AccessDeniedException", "not authorized to perform logs:CreateLogGroup"));
        DeliveryException failure = refused(sinks().logs("/g", "s", true), TestEvents.event("e"));

        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.AUTH);
        assertThat(failure.getMessage()).contains("CreateLogGroup");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tooOldLogEventEndIndex\": 2} | 0 1 | two weeks",
                "{\"expiredLogEventEndIndex\": 1} | 0 | keeps",
                "{\"tooNewLogEventStartIndex\": 3} | 3 | ahead",
                "{\"tooNewLogEventStartIndex\": 0} | 0 1 2 3 | ahead"
            })
    void whatCloudWatchLeavesOutIsGivenUpWithItsReason(String info, String which, String why) {
        stub.always(Aws.json(200, "{\"rejectedLogEventsInfo\": " + info + "}"));
        Event[] events = IntStream.range(0, 4)
                .mapToObj(i -> after("e" + i, Duration.ofSeconds(i)))
                .toArray(Event[]::new);
        DeliveryException failure = refused(sinks().logs("g", "s", false), events);

        List<DeliveryException> all = new ArrayList<>(failure.others());
        all.add(failure);
        assertThat(all).allSatisfy(each -> {
            assertThat(each.retryable()).isFalse();
            assertThat(each.getMessage()).contains(why);
        });
        List<Event> expected = new ArrayList<>();
        for (String index : which.split(" ")) {
            expected.add(events[Integer.parseInt(index)]);
        }
        assertThat(all.stream().flatMap(each -> each.events().stream())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(context.count("log_events")).isEqualTo(4 - expected.size());
    }

    @Test
    void aCallThatIsRefusedForItsContentIsHalved() {
        Answer invalid = Aws.logsRefused(400, "InvalidParameterException", "bad");
        stub.then(invalid, Aws.logsTaken(), invalid);
        Event[] events = {TestEvents.event("a"), TestEvents.event("b")};
        DeliveryException failure = refused(sinks().logs("g", "s", false), events);

        assertThat(failure.events()).containsExactly(events[1]);
        assertThat(failure.retryable()).isFalse();
        assertThat(operations()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, RATE_LIMITED",
        "400, ServiceUnavailableException, SERVER",
        "400, OperationAbortedException, SERVER",
        "500, InternalFailure, SERVER"
    })
    void throttlingAndTroubleAskAgain(int status, String code, DeliveryException.Reason reason) {
        stub.always(Aws.logsRefused(status, code, "not now"));
        DeliveryException failure = refused(sinks().logs("g", "s", true), TestEvents.event("a"), TestEvents.event("b"));

        assertThat(failure.retryable()).as(failure.getMessage()).isTrue();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(stub.requests()).hasSize(1);
    }
}
