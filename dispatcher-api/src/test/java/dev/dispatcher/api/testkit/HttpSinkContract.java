/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every sink that speaks HTTP keeps to. Extend it and answer {@link #factory} and {@link #options}.
 *
 * @param <C> the sink's options
 */
public abstract class HttpSinkContract<C extends Record> extends SinkContract<C> {

    private static final String SECRET_PATH = "/hook/T0P5ECRETPATH";

    /** Where the sink under test sends; answers 200 unless told otherwise. */
    protected HttpStub stub;

    /**
     * Options of a sink that sends to this address on 127.0.0.1. Where the sink fixes host or path itself, take only what it
     * lets the user say. A sink with a client of its own should wait for no answer longer than a few seconds.
     */
    protected abstract C options(URI address);

    /** What a 2xx of the destination has to look like for the sink to take it as such. */
    protected Answer success() {
        return Answer.status(200);
    }

    @BeforeEach
    final void startStub() {
        stub = HttpStub.start().always(success());
    }

    @AfterEach
    final void closeStub() {
        stub.close();
    }

    @Override
    protected C working() {
        return options(stub.uri(SECRET_PATH));
    }

    @Override
    protected Optional<C> down() {
        return Optional.of(options(HttpStub.nobody(SECRET_PATH)));
    }

    @Override
    protected Optional<C> hanging() {
        stub.always(Answer.hang());
        return Optional.of(working());
    }

    @Override
    protected List<String> received() {
        return stub.requests().stream()
                .map(request ->
                        request.method() + " " + request.target() + " " + request.headers() + " " + request.text())
                .toList();
    }

    @Override
    protected void awaitUnderWay(Thread delivering) {
        await().until(() -> !stub.requests().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    protected void asksAgainAfter(int status) throws Exception {
        asksAgain(judged(Answer.status(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 404, 405, 409, 410, 413, 415, 422})
    protected void givesUpAfter(int status) throws Exception {
        Exception failure = judged(
                Answer.status(status).with("Location", stub.uri("/elsewhere").toString()));
        assertThat(failure).isInstanceOfSatisfying(DeliveryException.class, given -> {
            assertThat(given.retryable()).as("gives up: %s", given).isFalse();
            assertThat(given.reason()).isNotEqualTo(DeliveryException.Reason.AUTH);
        });
    }

    @Test
    protected void followsNoRedirect() throws Exception {
        judged(Answer.status(302).with("Location", stub.uri("/elsewhere").toString()));
        assertThat(stub.requests()).noneMatch(request -> request.target().equals("/elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    protected void saysThatCredentialsAreRefusedAfter(int status) throws Exception {
        assertThat(judged(Answer.status(status))).isInstanceOfSatisfying(DeliveryException.class, given -> {
            assertThat(given.reason()).isEqualTo(DeliveryException.Reason.AUTH);
            assertThat(given.retryable()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    protected void passesOnHowManySecondsToWaitAfter(int status) throws Exception {
        assertThat(judged(Answer.status(status).retryAfter("17")))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        given -> assertThat(given.notBefore()).contains(Duration.ofSeconds(17)));
    }

    @Test
    protected void passesOnUntilWhenToWait() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .withLocale(Locale.ROOT)
                .format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        assertThat(judged(Answer.status(503).retryAfter(date)))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        given -> assertThat(given.notBefore())
                                .hasValueSatisfying(wait ->
                                        assertThat(wait).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(11))));
    }

    @Test
    protected void doesNotRetryByItself() throws Exception {
        judged(Answer.status(503));
        assertThat(stub.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.Way.class,
            names = {"HANG", "CLOSE", "HALF", "GARBAGE", "DRIP"})
    protected void asksAgainWhenTheAnswerGoesWrong(Answer.Way way) throws Exception {
        context.mostTimeout(Duration.ofMillis(300));
        asksAgain(judged(Answer.status(200).body("the beginning").going(way)));
    }

    @Test
    protected void quotesLittleOfAHugeAnswer() throws Exception {
        Exception failure = judged(Answer.status(400).body("x".repeat(5_000_000)));
        for (Throwable shown = failure; shown != null; shown = shown.getCause()) {
            assertThat(String.valueOf(shown.getMessage()).length())
                    .as("length of the message")
                    .isLessThan(1000);
        }
    }

    @Test
    protected void sendsWholeRequestsWhateverTheText() throws Exception {
        Sink sink = sink(working());
        for (Event event : TestEvents.hostile()) {
            try {
                sink.deliver(List.of(event));
            } catch (Exception e) {
                // whether it may fail is judged by survivesHostileText
            }
        }
        assertThat(stub.malformed()).isEmpty();
        assertThat(stub.requests())
                .noneMatch(request -> request.target().startsWith("/smuggled")
                        || request.headers().containsKey("x-injected"));
    }

    @Test
    protected void keepsTheAddressOutOfErrorsAndLogs() throws Exception {
        for (Answer answer :
                List.of(Answer.status(400), Answer.status(503), Answer.close(), Answer.garbage(), Answer.half())) {
            hides(judged(answer));
        }
        hides(failure(sink(down().get()), TestEvents.event("to nobody")));
        assertThat(context.log()).noneMatch(line -> line.contains("T0P5ECRETPATH"));
    }

    private static void hides(Exception failure) {
        assertThat(FakeLogger.trace(failure)).doesNotContain("T0P5ECRETPATH");
    }

    /** What a sink throws when each request gets this answer. */
    private Exception judged(Answer answer) throws Exception {
        stub.always(answer);
        Sink sink = sink(working());
        KitThreads.Task<Exception> call = KitThreads.run(() -> failure(sink, TestEvents.event("to be judged")));
        try {
            return call.result().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the delivery waits for more than ten seconds", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            call.thread().interrupt();
        }
    }
}
