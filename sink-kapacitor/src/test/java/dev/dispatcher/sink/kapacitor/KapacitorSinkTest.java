/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.api.testkit.TestEvents;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KapacitorSinkTest {

    private static final Event ONE = TestEvents.event("one");
    private static final Event TWO = TestEvents.event("two");

    private final HttpStub stub = HttpStub.start().always(Answer.status(204));
    private final Kapacitors options = Kapacitors.at(stub.uri("/"));

    @AfterEach
    void close() {
        stub.close();
    }

    private void deliver(Event... events) throws Exception {
        try (Sink sink = new KapacitorFactory().create(options.options(), new FakeContext())) {
            sink.deliver(List.of(events));
        }
    }

    private DeliveryException refused(Event... events) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(events));
    }

    private HttpStub.Request only() {
        assertThat(stub.requests()).hasSize(1);
        return stub.requests().get(0);
    }

    @Test
    void aBatchIsOneRequestToKapacitorsWrite() throws Exception {
        options.retentionPolicy = Optional.of("one week");
        deliver(ONE, TWO);
        assertThat(only().target()).isEqualTo("/kapacitor/v1/write?db=events&rp=one%20week&precision=n");
        assertThat(Points.read(only().text()))
                .extracting(point -> point.text("message"))
                .containsExactly("one", "two");
    }

    @Test
    void influxDb1HasItsOwnPathBelowWhatTheUserSaid() throws Exception {
        options.url = stub.uri("/influx");
        options.api = KapacitorOptions.Api.INFLUXDB1;
        options.precision = KapacitorOptions.Precision.MS;
        options.basic = Optional.of(new KapacitorOptions.Basic("me", new Secret("pass")));
        deliver(ONE);
        assertThat(only().target()).isEqualTo("/influx/write?db=events&precision=ms");
        assertThat(only().header("authorization")).isEqualTo("Basic bWU6cGFzcw==");
    }

    @Test
    void influxDb2HasABucketAndAToken() throws Exception {
        options.influx2();
        options.token = Optional.of(new Secret("t0ken"));
        deliver(ONE);
        assertThat(only().target()).isEqualTo("/api/v2/write?org=my%20org&bucket=b%26c&precision=ns");
        assertThat(only().header("authorization")).isEqualTo("Token t0ken");
    }

    @Test
    void anEventOfWhichNoPointCanBeMadeDoesNotHoldTheOthers() throws Exception {
        options.fields = List.of("n");
        Event without = TestEvents.event("without");
        DeliveryException failure = refused(ONE.with("n", 1), without, TWO.with("n", 2));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.events())
                .hasSize(1)
                .allSatisfy(event -> assertThat(event).isSameAs(without));
        assertThat(Points.read(only().text())).hasSize(2);
    }

    @Test
    void whatFailedInWritingAndWhatFailedBeforeAreToldApart() throws Exception {
        options.fields = List.of("n");
        stub.always(Answer.status(503));
        Event with = ONE.with("n", 1);
        DeliveryException failure = refused(TWO, with);
        assertThat(failure.events())
                .hasSize(1)
                .allSatisfy(event -> assertThat(event).isSameAs(TWO));
        assertThat(failure.others()).hasSize(1);
        assertThat(failure.others().get(0).retryable()).isTrue();
        assertThat(failure.others().get(0).events())
                .allSatisfy(event -> assertThat(event).isSameAs(with));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"database not found: \\\"events\\\"\"}",
                "{\"code\":\"not found\",\"message\":\"bucket \\\"b\\\" not found\"}",
                "{\"error\":\"retention policy not found: week\"}"
            })
    void aDatabaseThatIsYetToBeCreatedIsWaitedFor(String body) {
        stub.always(Answer.status(404).body(body));
        assertThat(refused(ONE).retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"400,REJECTED", "401,AUTH", "403,AUTH", "404,REJECTED", "413,REJECTED", "429,RATE_LIMITED", "500,SERVER"
    })
    void answersAreJudgedAsEverywhere(int status, DeliveryException.Reason reason) {
        stub.always(Answer.status(status).body("{\"error\":\"unable to parse 'x'\"}"));
        assertThat(refused(ONE).reason()).isEqualTo(reason);
        assertThat(refused(ONE)).hasMessageContaining("unable to parse");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        options.bucket = Optional.of("b");
        assertThatThrownBy(options::options).hasMessageContaining("influxdb2 only");
        options.bucket = Optional.empty();
        options.database = Optional.empty();
        assertThatThrownBy(options::options).hasMessageContaining("database is required");
        options.influx2();
        options.database = Optional.of("d");
        assertThatThrownBy(options::options).hasMessageContaining("not for api: influxdb2");
        options.database = Optional.empty();
        options.bucket = Optional.empty();
        assertThatThrownBy(options::options).hasMessageContaining("needs a bucket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x",
                "localhost:9092",
                "http:///x",
                "http://u:pw@h:9092",
                "http://h:9092?x=1",
                "http://h:99999"
            })
    void anAddressThatIsNoneIsRefusedWithoutSayingIt(String url) {
        options.url = URI.create(url);
        assertThatThrownBy(options::options)
                .hasMessageContaining("url")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pw"));
    }

    @Test
    void theSlashAtTheEndDoesNotMatter() {
        assertThatCode(() -> deliver(ONE)).doesNotThrowAnyException();
        assertThat(only().target()).startsWith("/kapacitor/v1/write");
    }
}
