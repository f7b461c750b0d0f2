/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every portal keeps to that takes events by routes of the host's HTTP server. Extend it and answer three questions.
 *
 * @param <C> the portal's options
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PortalContract<C extends Record> {

    private final List<Portal> made = new ArrayList<>();

    /** Lent to the portals of one test. */
    protected FakeContext context = new FakeContext();

    /** Stands for intake. */
    protected CollectingSink intake = new CollectingSink();

    /** The factory under test. */
    protected abstract PortalFactory<C> factory();

    protected abstract C options();

    /** A request that the portal takes, with one event in it whose message holds this plain text. */
    protected abstract FakeRequest request(String message);

    /** Texts that must never be shown, besides the values of the options' {@code Secret}s. */
    protected List<String> secrets() {
        return List.of();
    }

    @BeforeEach
    final void fresh() {
        context = new FakeContext();
        intake = new CollectingSink();
    }

    @AfterEach
    final void closePortals() {
        intake.release();
        made.forEach(Portal::close);
    }

    /** Makes a portal that is closed after the test, and starts it. */
    protected final Portal started() throws Exception {
        Portal portal = created(context);
        portal.start(intake);
        return portal;
    }

    private Portal created(FakeContext lent) throws Exception {
        Portal portal = factory().create(options(), lent.type(factory().type()));
        made.add(portal);
        return portal;
    }

    @Test
    protected void isFoundByServiceLoader() {
        OptionRules.foundByServiceLoader(PortalFactory.class, factory());
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
    protected void addsNoRouteTwice() throws Exception {
        started();
        List<String> routes = context.routes().stream()
                .map(route -> route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))
                .toList();
        assertThat(routes).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    protected void letsSendersInWhoMaySubmit() throws Exception {
        started();
        FakeRequest request = request("may submit");
        assertThat(context.routes().stream().filter(request::fits))
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.access()).isEqualTo(Route.Access.SUBMIT));
    }

    @Test
    protected void handsTheEventToIntake() throws Exception {
        started();
        Route.Response answer = context.call(request("handed over"));
        assertThat(answer.status()).isBetween(200, 299);
        assertThat(intake.events())
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("handed over"));
    }

    @Test
    protected void acknowledgesOnlyAfterIntakeReturned() throws Exception {
        started();
        intake.hold();
        KitThreads.Task<Route.Response> call = KitThreads.run(() -> context.call(request("waits")));
        await().until(() -> intake.entered() > 0 || call.result().isDone());
        assertThat(call.result().isDone()).as("answered before intake returned").isFalse();
        intake.release();
        assertThat(call.result().get(10, TimeUnit.SECONDS).status()).isBetween(200, 299);
    }

    @Test
    protected void refusesWithAWaitWhenIntakeIsFull() throws Exception {
        started();
        intake.refuseAlways(DeliveryException.retryable(DeliveryException.Reason.OVERFLOW, "full", null)
                .notBefore(Duration.ofSeconds(7)));
        Route.Response answer = context.call(request("no room"));
        assertThat(answer.status()).isIn(429, 503);
        assertThat(header(answer, "Retry-After")).isEqualTo("7");
    }

    @Test
    protected void neverAsksToComeBackAtOnceWhenIntakeIsFull() throws Exception {
        started();
        intake.refuseAlways(DeliveryException.retryable(DeliveryException.Reason.OVERFLOW, "full", null)
                .notBefore(Duration.ofMillis(100)));
        assertThat(header(context.call(request("no room")), "Retry-After")).isEqualTo("1");
    }

    @Test
    protected void answersThatARefusalForGoodIsTheSendersFault() throws Exception {
        started();
        intake.refuseAlways(DeliveryException.permanent("never"));
        assertThat(context.call(request("never")).status()).isBetween(400, 499).isNotIn(408, 425, 429);
    }

    @Test
    protected void neverAcknowledgesWhenIntakeBreaks() throws Exception {
        started();
        for (Exception failure : List.of(
                new IllegalStateException("broken"), new IOException("broken"), new InterruptedException("stopped"))) {
            intake.refuse(failure);
            assertThat(status(request("broken"))).as("answer after %s", failure).isGreaterThanOrEqualTo(500);
        }
        assertThat(intake.events()).isEmpty();
    }

    /** What the sender sees: the host answers 500 for an exception. */
    private int status(FakeRequest request) {
        try {
            return context.call(request).status();
        } catch (Exception e) {
            return 500;
        }
    }

    @Test
    protected void refusesABodyOfGarbage() throws Exception {
        started();
        byte[] garbage = {0, 1, 2, '{', '[', (byte) 0xff, (byte) 0xfe, '"', '\\', 'u'};
        assertThat(context.call(request("good").body(garbage)).status()).isBetween(400, 499);
        assertThat(intake.events()).isEmpty();
    }

    @Test
    protected void survivesHostileText() throws Exception {
        started();
        for (String text : List.of("a\r\nX-Injected: yes", "\u0000\u2028", "\ud83d\ude00", "x".repeat(100_000))) {
            assertThat(context.call(request(text)).status())
                    .as("answer to hostile text")
                    .isLessThan(500);
        }
        assertThat(context.call(request("ordinary again")).status()).isBetween(200, 299);
    }

    @Test
    protected void servesEightThreadsAtOnce() throws Exception {
        started();
        List<KitThreads.Task<Integer>> calls = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int number = thread;
            calls.add(KitThreads.run(() -> {
                int taken = 0;
                for (int i = 0; i < 20; i++) {
                    taken += context.call(request("thread " + number + " event " + i + " end"))
                                                    .status()
                                            / 100
                                    == 2
                            ? 1
                            : 0;
                }
                return taken;
            }));
        }
        for (KitThreads.Task<Integer> call : calls) {
            assertThat(call.result().get(30, TimeUnit.SECONDS)).isEqualTo(20);
        }
        assertThat(intake.events().stream().map(Event::message).distinct()).hasSize(160);
        assertThat(intake.events().stream().map(Event::id).distinct()).as("ids").hasSize(160);
    }

    @Test
    protected void closesWhileARequestIsUnderWay() throws Exception {
        Portal portal = started();
        intake.hold();
        KitThreads.Task<Route.Response> call = KitThreads.run(() -> context.call(request("under way")));
        await().until(() -> intake.entered() > 0 || call.result().isDone());
        KitThreads.run(() -> {
                    portal.close();
                    return true;
                })
                .result()
                .get(5, TimeUnit.SECONDS);
        intake.release();
        assertThat(call.result().get(10, TimeUnit.SECONDS).status()).isBetween(200, 299);
        assertThat(intake.events()).hasSize(1);
    }

    @Test
    protected void acknowledgesNothingUnheardAfterItWasClosed() throws Exception {
        Portal portal = started();
        portal.close();
        boolean acknowledged = status(request("too late")) / 100 == 2;
        assertThat(intake.events()).hasSize(acknowledged ? 1 : 0);
    }

    @Test
    protected void startsAgainAsANewInstance() throws Exception {
        started().close();
        FakeContext second = new FakeContext("second");
        created(second).start(intake);
        assertThat(second.call(request("after a reload")).status()).isBetween(200, 299);
        assertThat(intake.events()).hasSize(1);
    }

    @Test
    protected void keepsTwoInstancesApart() throws Exception {
        started();
        FakeContext second = new FakeContext("second");
        CollectingSink other = new CollectingSink();
        created(second).start(other);
        context.call(request("for the first"));
        second.call(request("for the second"));
        assertThat(intake.events())
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("for the first"));
        assertThat(other.events())
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("for the second"));
    }

    @Test
    protected void closesTwiceAlsoWithoutAStart() throws Exception {
        Portal portal = created(context);
        portal.close();
        assertThatCode(portal::close).doesNotThrowAnyException();
    }

    @Test
    protected void leavesNoThreadBehind() throws Exception {
        started();
        context.call(request("warms up what is shared"));
        Set<Thread> before = KitThreads.foreign();
        FakeContext second = new FakeContext("second");
        Portal portal = created(second);
        portal.start(intake);
        second.call(request("in passing"));
        portal.close();
        await().atMost(SinkContract.SOON).untilAsserted(() -> {
            Set<Thread> left = KitThreads.foreign();
            left.removeAll(before);
            assertThat(left).as("threads after close").isEmpty();
        });
    }

    @Test
    protected void keepsSecretsOutOfLogsAndTexts() throws Exception {
        C options = options();
        Portal portal = started();
        context.call(request("with a secret"));
        List<String> shown = new ArrayList<>(context.log());
        shown.add(portal.toString());
        shown.add(options.toString());
        List<String> hidden = new ArrayList<>(OptionRules.secrets(options));
        hidden.addAll(secrets());
        for (String secret : hidden) {
            assertThat(shown).noneMatch(text -> text.contains(secret));
        }
    }

    private static String header(Route.Response answer, String name) {
        return answer.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse("no " + name);
    }
}
