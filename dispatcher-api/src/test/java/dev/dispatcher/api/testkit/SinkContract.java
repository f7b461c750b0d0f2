/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every sink keeps to. Extend it, and answer what the abstract methods ask; begin and end the destinations in
 * {@code @BeforeEach} and {@code @AfterEach}. A sink that speaks HTTP extends {@link HttpSinkContract}, which answers most of
 * it.
 *
 * @param <C> the sink's options
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SinkContract<C extends Record> {

    /** Longer than two seconds: a busy machine must not fail a sink that is right. */
    static final Duration SOON = Duration.ofSeconds(2);

    private final List<Sink> made = new ArrayList<>();

    /** Lent to the sinks of one test. */
    protected FakeContext context = new FakeContext();

    /** The factory under test. */
    protected abstract SinkFactory<C> factory();

    /** Options for a destination that takes everything, and is fresh for each test. */
    protected abstract C working();

    /** What that destination has got so far: one text per request, message, row or line. */
    protected abstract List<String> received();

    /** Options for a destination that is down; empty when there is no such thing, as for standard output. */
    protected abstract Optional<C> down();

    /** Options for a destination that accepts and then never answers; empty when there is no such thing. */
    protected abstract Optional<C> hanging();

    /** By what a text of {@link #received} is known to hold this event. The messages asked for are plain words. */
    protected String trace(Event event) {
        return event.message();
    }

    /** Returns once a delivery to {@link #hanging} has reached the destination. */
    protected void awaitUnderWay(Thread delivering) {
        await().pollDelay(Duration.ofMillis(300)).until(delivering::isAlive);
    }

    /** Texts that must never be shown, besides the values of the options' {@code Secret}s. */
    protected List<String> secrets() {
        return List.of();
    }

    /** Makes a sink that is closed after the test. */
    protected final Sink sink(C options) throws Exception {
        Sink sink = factory().create(options, context.type(factory().type()));
        made.add(sink);
        return sink;
    }

    @BeforeEach
    final void freshContext() {
        context = new FakeContext().mostTimeout(Duration.ofSeconds(20));
    }

    @AfterEach
    final void closeSinks() {
        made.forEach(Sink::close);
    }

    @Test
    protected void isFoundByServiceLoader() {
        OptionRules.foundByServiceLoader(SinkFactory.class, factory());
    }

    @Test
    protected void hasAWordForItsType() {
        OptionRules.typeIsAWord(factory().type());
    }

    @Test
    protected void documentsEveryOption() {
        OptionRules.documented(factory().options());
    }

    @Test
    protected void namesAndTypesEveryOptionSoThatYamlCanSayIt() {
        OptionRules.namedAndTyped(factory().options());
    }

    @Test
    protected void hasFallbacksThatCanBeRead() {
        OptionRules.fallbacksCanBeRead(factory().options());
    }

    @Test
    protected void deliversAnEvent() throws Exception {
        Event event = TestEvents.event("plainly delivered");
        sink(working()).deliver(List.of(event));
        assertThat(received()).anyMatch(text -> text.contains(trace(event)));
    }

    @Test
    protected void deliversEveryEventOfABatch() throws Exception {
        context.batch(10);
        List<Event> batch = List.of(TestEvents.event("alpha"), TestEvents.event("beta"), TestEvents.event("gamma"));
        sink(working()).deliver(batch);
        assertThat(batch).allSatisfy(event -> assertThat(received()).anyMatch(text -> text.contains(trace(event))));
    }

    @Test
    protected void sendsNothingForAnEmptyBatch() throws Exception {
        Sink sink = sink(working());
        int before = received().size();
        sink.deliver(List.of());
        assertThat(received()).hasSize(before);
    }

    @Test
    protected void survivesHostileText() throws Exception {
        Sink sink = sink(working());
        for (Event event : TestEvents.hostile()) {
            deliverHostile(sink, event);
        }
        Event event = TestEvents.event("ordinary again");
        sink.deliver(List.of(event));
        assertThat(received()).anyMatch(text -> text.contains(trace(event)));
    }

    /** A sink may say that such an event is never possible, but nothing else. */
    private static void deliverHostile(Sink sink, Event event) throws IOException, InterruptedException {
        try {
            sink.deliver(List.of(event));
        } catch (DeliveryException e) {
            assertThat(e.retryable())
                    .as("the same text fails again at the next attempt: %s", e.getMessage())
                    .isFalse();
        }
    }

    @Test
    protected void startsWhileTheDestinationIsDown() {
        if (down().isEmpty()) {
            return;
        }
        assertThatCode(() -> sink(down().get())).doesNotThrowAnyException();
    }

    @Test
    protected void asksAgainWhileTheDestinationIsDown() throws Exception {
        if (down().isEmpty()) {
            return;
        }
        Sink sink = sink(down().get());
        asksAgain(failure(sink, TestEvents.event("to nobody")));
    }

    @Test
    protected void reportsOnlyAboutEventsThatItDelivered() throws Exception {
        Event event = TestEvents.event("reported of");
        sink(working()).deliver(List.of(event));
        assertThat(context.reports())
                .allSatisfy(report -> assertThat(report.get(Event.CAUSED_BY)).isEqualTo(event.id()));
    }

    @Test
    protected void reportsNothingWhileTheDestinationIsDown() throws Exception {
        if (down().isEmpty()) {
            return;
        }
        failure(sink(down().get()), TestEvents.event("to nobody"));
        assertThat(context.reports())
                .as("a delivery that failed is made again, and so would be its report")
                .isEmpty();
    }

    @Test
    protected void keepsSecretsOutOfErrorsLogsAndTexts() throws Exception {
        C options = working();
        Sink sink = sink(options);
        sink.deliver(List.of(TestEvents.event("with a secret")));
        List<String> shown = new ArrayList<>(
                List.of(options.toString(), sink.toString(), factory().toString()));
        List<String> hidden = new ArrayList<>(OptionRules.secrets(options));
        if (down().isPresent()) {
            C unreachable = down().get();
            shown.add(unreachable.toString());
            shown.add(FakeLogger.trace(failure(sink(unreachable), TestEvents.event("to nobody"))));
            hidden.addAll(OptionRules.secrets(unreachable));
        }
        shown.addAll(context.log());
        hidden.addAll(secrets());
        for (String secret : hidden) {
            assertThat(shown).noneMatch(text -> text.contains(secret));
        }
    }

    @Test
    protected void stopsWithinTwoSecondsOfAnInterrupt() throws Exception {
        if (hanging().isEmpty()) {
            return;
        }
        context.mostTimeout(Duration.ofHours(1));
        Sink sink = sink(hanging().get());
        KitThreads.Task<Exception> call = KitThreads.run(() -> failure(sink, TestEvents.event("never answered")));
        awaitUnderWay(call.thread());
        call.thread().interrupt();
        try {
            Exception failure = call.result().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            if (!(failure instanceof InterruptedException)) {
                asksAgain(failure);
            }
        } catch (TimeoutException e) {
            fail("the delivery did not end within two seconds of the interrupt");
        } catch (ExecutionException e) {
            throw new AssertionError("an interrupted delivery", e.getCause());
        }
    }

    @Test
    protected void servesEightThreadsAtOnce() throws Exception {
        Sink sink = sink(working());
        List<KitThreads.Task<List<Event>>> calls = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int number = thread;
            calls.add(KitThreads.run(() -> {
                List<Event> sent = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Event event = TestEvents.event("thread " + number + " event " + i + " end");
                    sink.deliver(List.of(event));
                    sent.add(event);
                }
                return sent;
            }));
        }
        List<Event> sent = new ArrayList<>();
        for (KitThreads.Task<List<Event>> call : calls) {
            sent.addAll(call.result().get(30, TimeUnit.SECONDS));
        }
        List<String> received = received();
        assertThat(sent)
                .allSatisfy(event -> assertThat(received)
                        .as("texts with '%s'", trace(event))
                        .anyMatch(text -> text.contains(trace(event))));
    }

    @Test
    protected void closesTwice() throws Exception {
        Sink sink = sink(working());
        sink.deliver(List.of(TestEvents.event("before the end")));
        sink.close();
        assertThatCode(sink::close).doesNotThrowAnyException();
    }

    @Test
    protected void leavesNoThreadBehind() throws Exception {
        sink(working()).deliver(List.of(TestEvents.event("warms up what is shared")));
        Set<Thread> before = KitThreads.foreign();
        Sink sink = factory().create(working(), context.type(factory().type()));
        sink.deliver(List.of(TestEvents.event("in passing")));
        sink.close();
        await().atMost(SOON).untilAsserted(() -> {
            Set<Thread> left = KitThreads.foreign();
            left.removeAll(before);
            assertThat(left).as("threads after close").isEmpty();
        });
    }

    /** What the delivery of this event throws; fails when it throws nothing. */
    static Exception failure(Sink sink, Event event) {
        try {
            sink.deliver(List.of(event));
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("the sink says that it delivered what nobody took");
    }

    /** The host would try again after this. */
    static void asksAgain(Exception failure) {
        if (failure instanceof DeliveryException judged) {
            assertThat(judged.retryable())
                    .as("asks for another attempt: %s", failure)
                    .isTrue();
        } else {
            assertThat(failure).isInstanceOf(IOException.class);
        }
    }
}
