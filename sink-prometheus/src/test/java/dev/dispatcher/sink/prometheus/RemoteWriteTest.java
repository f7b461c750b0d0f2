/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.HttpStub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteWriteTest {

    private static final long STALE = 0x7ff0000000000002L;

    private final HttpStub stub = HttpStub.start().always(Answer.status(204));
    private final FakeContext context = new FakeContext();
    private final Sinks sinks = new Sinks();

    @AfterEach
    void closeStub() {
        stub.close();
    }

    private PrometheusSink sink(Duration interval, int samples) {
        sinks.remoteWrite = Optional.of(new RemoteWriteOptions(
                stub.uri("/api/v1/write"),
                interval,
                Map.of("stage", "test"),
                samples,
                Optional.empty(),
                Optional.of(new Secret("t0ken")),
                Map.of("X-Scope-OrgID", new Secret("tenant")),
                Http.Settings.DEFAULTS));
        return sinks.counter("events", Optional.empty(), "host", "nothing").in(context);
    }

    private List<Written> written() {
        return stub.requests().stream()
                .flatMap(request -> Written.read(request.body()).stream())
                .toList();
    }

    @Test
    void writesAllSeriesWhenItCloses() {
        PrometheusSink sink = sink(Duration.ofHours(1), 2000);
        sink.deliver(List.of(Sinks.event(context, "host", "a"), Sinks.event(context, "host", "a")));
        sink.close();
        HttpStub.Request request = stub.requests().get(0);
        assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
        assertThat(request.header("content-encoding")).isEqualTo("snappy");
        assertThat(request.header("x-prometheus-remote-write-version")).isEqualTo("0.1.0");
        assertThat(request.header("authorization")).isEqualTo("Bearer t0ken");
        assertThat(request.header("x-scope-orgid")).isEqualTo("tenant");
        assertThat(written())
                .contains(new Written(
                        "{__name__=events_total, host=a, stage=test}",
                        Double.doubleToLongBits(2),
                        FakeContext.START.toEpochMilli()));
    }

    @Test
    void writesAgainAndAgain() {
        PrometheusSink sink = sink(Duration.ofMillis(100), 2000);
        sink.deliver(List.of(Sinks.event(context, "host", "a")));
        await().until(() -> context.count("remote_writes") >= 2);
        sink.close();
        assertThat(stub.requests()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void splitsWhatIsTooMuchForOneRequest() {
        PrometheusSink sink = sink(Duration.ofHours(1), 1);
        sink.deliver(List.of(Sinks.event(context, "host", "a")));
        sink.close();
        assertThat(stub.requests())
                .hasSizeGreaterThan(3)
                .allSatisfy(request -> assertThat(Written.read(request.body())).hasSize(1));
    }

    @Test
    void marksASeriesAsStaleOnceItHasExpired() {
        sinks.expireAfter = Duration.ofMinutes(1);
        PrometheusSink sink = sink(Duration.ofMillis(100), 2000);
        sink.deliver(List.of(Sinks.event(context, "host", "gone")));
        await().until(() -> written().stream().anyMatch(each -> each.labels().contains("host=gone")));
        context.clock().advance(Duration.ofMinutes(2));
        await().until(() -> written().stream().anyMatch(each -> each.bits() == STALE));
        sink.close();
        assertThat(written().stream().filter(each -> each.bits() == STALE).map(Written::labels))
                .containsExactlyInAnyOrder(
                        "{__name__=events_total, host=gone, stage=test}",
                        "{__name__=events_last_event_timestamp_seconds, host=gone, stage=test}");
    }

    @Test
    void anEndpointThatFailsIsToldOfOnceAndTriedAgain() {
        stub.always(Answer.status(500));
        PrometheusSink sink = sink(Duration.ofMillis(100), 2000);
        sink.deliver(List.of(Sinks.event(context, "host", "a")));
        await().until(() -> context.count("remote_write_failures") >= 3);
        stub.always(Answer.status(204));
        await().until(() -> context.count("remote_writes") >= 1);
        sink.close();
        assertThat(context.log()).hasSize(2);
        assertThat(context.log().get(0)).contains("the endpoint answered 500").doesNotContain("t0ken");
        assertThat(context.log().get(1)).contains("works again");
    }

    @Test
    void closesWhileTheEndpointHangsAndLeavesNoThread() {
        stub.always(Answer.hang());
        PrometheusSink sink = sink(Duration.ofMillis(100), 2000);
        await().until(() -> !stub.requests().isEmpty());
        sink.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("under-test-remote-write"));
    }

    @Test
    void theSamplesOfAMessageLargerThanOneLiteralSurvive() {
        sinks.seriesLimit = 5000;
        PrometheusSink sink = sink(Duration.ofHours(1), 100_000);
        for (int i = 0; i < 2000; i++) {
            sink.deliver(List.of(Sinks.event(context, "host", "host-" + i)));
        }
        sink.close();
        assertThat(stub.requests()).hasSize(1);
        assertThat(stub.requests().get(0).body().length).isGreaterThan(100_000);
        assertThat(written().stream().filter(each -> each.labels().contains("__name__=events_total")))
                .hasSize(2000);
    }
}
