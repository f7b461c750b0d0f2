/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import static dev.dispatcher.core.delivery.EventsForTest.event;
import static dev.dispatcher.core.delivery.EventsForTest.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.Refusal;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.Overflow;
import dev.dispatcher.core.queue.QueueOptions;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.RuleHit;
import dev.dispatcher.core.rules.Decision.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final Ledger ledger = new Ledger();
    private final AtomicLong keys = new AtomicLong();
    private final DeliveryQueue a = queue("a", 3, Overflow.REJECT);
    private final DeliveryQueue b = queue("b", 100, Overflow.DROP_OLDEST);
    /** To the sinks that the field {@code to} names. */
    private final Router router = (event, now) -> {
        List<Target> copies = event.text("to").stream()
                .flatMap(to -> Arrays.stream(to.split(",")))
                .map(sink -> new Target(sink, event, "rule " + sink))
                .toList();
        List<RuleHit> hits = new ArrayList<>(
                copies.stream().map(copy -> new RuleHit(0, copy.rule(), false)).toList());
        hits.add(new RuleHit(0, "silent", true));
        List<Merged> merged = event.has("twice") ? List.of(new Merged("b", "again", "b")) : List.of();
        return new Decision(copies, merged, hits, List.of(), false);
    };

    private final AtomicReference<Routing> routing = new AtomicReference<>(new Routing(router, Map.of("a", a, "b", b)));
    private final Intake intake = intake(IntakeOptions.DEFAULTS);

    private DeliveryQueue queue(String name, int events, Overflow overflow) {
        return new DeliveryQueue(
                name, new QueueOptions(events, 100_000, overflow, Optional.empty(), 1), ledger.sink(name));
    }

    private Intake intake(IntakeOptions options) {
        return new Intake("door", options, routing::get, ledger, Clock.systemUTC(), keys::incrementAndGet);
    }

    private Intake remembering(int keep, Duration within, String... by) {
        return intake(new IntakeOptions(
                IntakeOptions.Acknowledge.QUEUED,
                Duration.ofSeconds(30),
                new DuplicateOptions(List.of(by), within, Duration.ofHours(1), keep)));
    }

    private static DeliveryException refusal(Intake intake, Event... events) {
        return catchThrowableOfType(DeliveryException.class, () -> intake.deliver(List.of(events)));
    }

    @Test
    void oneArrivalHasACopyInEveryQueue() throws Exception {
        intake.deliver(List.of(event("1", "to", "a,b"), event("2", "to", "b"), event("3")));
        List<Delivery> inA = a.takeAll();
        List<Delivery> inB = b.takeAll();
        assertThat(idsOf(inA)).containsExactly("1");
        assertThat(idsOf(inB)).containsExactly("1", "2");
        assertThat(inA.get(0).arrival()).isSameAs(inB.get(0).arrival());
        assertThat(inA.get(0).arrival().portal()).isEqualTo("door");
        assertThat(inB.get(1).arrival().key())
                .isGreaterThan(inB.get(0).arrival().key());
        assertThat(inB.get(1).rule()).isEqualTo("rule b");
        assertThat(ledger.portal("door").balance())
                .hasToString("Balance[received=3, refused=0, duplicate=0, ignored=1, routed=2]");
        assertThat(ledger.rule("rule b").made.sum()).isEqualTo(2);
        assertThat(ledger.rule("rule b").matched.sum()).isEqualTo(2);
        assertThat(ledger.rule("silent").shadow.sum()).isEqualTo(3);
        assertThat(ledger.rule("silent").matched.sum()).isZero();
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void whatWasMergedIsInTheBooks() throws Exception {
        intake.deliver(List.of(event("1", "to", "b", "twice", true)));
        assertThat(ledger.sink("b").balance().made()).isEqualTo(2);
        assertThat(ledger.sink("b").balance().merged()).isEqualTo(1);
        assertThat(ledger.rule("again").merged.sum()).isEqualTo(1);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aFullQueueRefusesAllOfARequest() throws Exception {
        intake.deliver(List.of(event("1", "to", "a"), event("2", "to", "a")));
        DeliveryException refused =
                refusal(intake, event("3", "to", "b"), event("4", "to", "a,b"), event("5", "to", "a"));
        assertThat(refused.retryable()).isTrue();
        assertThat(refused.reason()).isEqualTo(Reason.OVERFLOW);
        assertThat(refused.notBefore()).contains(Duration.ofSeconds(1));
        assertThat(refused).hasMessageContaining("no room now").hasMessageContaining("sink 'a'");
        assertThat(b.waiting()).isZero();
        assertThat(ledger.portal("door").refused.of(Refusal.OVERFLOW)).isEqualTo(3);
        assertThat(ledger.rule("rule b").made.sum()).isZero();
        assertThat(ledger.difference()).isZero();
        intake.deliver(List.of(event("6", "to", "a,b")));
        assertThat(a.waiting()).isEqualTo(3);
        assertThat(b.waiting()).isEqualTo(1);
    }

    @Test
    void aRefusalGivesEveryReservedPlaceBack() throws Exception {
        DeliveryQueue c = queue("c", 1, Overflow.REJECT);
        routing.set(new Routing(router, Map.of("a", a, "c", c)));
        intake.deliver(List.of(event("1", "to", "a"), event("2", "to", "a"), event("3", "to", "a")));
        assertThat(refusal(intake, event("4", "to", "c,a")).retryable()).isTrue();
        intake.deliver(List.of(event("5", "to", "c")));
        assertThat(idsOf(c.takeAll())).containsExactly("5");
    }

    @Test
    void aRequestThatNeverFitsIsRefusedForGood() {
        Event[] four = {event("1", "to", "a"), event("2", "to", "a"), event("3", "to", "a"), event("4", "to", "a")};
        DeliveryException refused = refusal(intake, four);
        assertThat(refused.retryable()).isFalse();
        assertThat(refused)
                .hasMessageContaining("send fewer events at once")
                .hasMessageContaining("at most 3 events")
                .hasMessageContaining("4 events");
        assertThat(ledger.portal("door").refused.of(Refusal.TOO_LARGE)).isEqualTo(4);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aStoppingDispatcherAsksToComeBack() {
        intake.stop();
        DeliveryException refused = refusal(intake, event("1", "to", "b"));
        assertThat(refused.retryable()).isTrue();
        assertThat(refused.notBefore()).isPresent();
        assertThat(ledger.portal("door").refused.of(Refusal.STOPPING)).isEqualTo(1);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aQueueThatClosedMeanwhileIsReplacedByTheNewRouting() throws Exception {
        DeliveryQueue next = queue("b", 100, Overflow.DROP_OLDEST);
        Routing old = routing.get();
        Routing fresh = new Routing(router, Map.of("a", a, "b", next));
        AtomicInteger asked = new AtomicInteger();
        Intake late = new Intake(
                "door",
                IntakeOptions.DEFAULTS,
                () -> asked.incrementAndGet() == 1 ? old : fresh,
                ledger,
                Clock.systemUTC(),
                keys::incrementAndGet);
        b.close();
        late.deliver(List.of(event("1", "to", "a,b")));
        assertThat(next.waiting()).isEqualTo(1);
        assertThat(a.waiting()).isEqualTo(1);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void closedQueuesWithoutNewOnesMeanStopping() {
        b.close();
        assertThat(refusal(intake, event("1", "to", "a,b")).retryable()).isTrue();
        assertThat(a.waiting()).isZero();
        assertThat(ledger.portal("door").refused.of(Refusal.STOPPING)).isEqualTo(1);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aMistakeOfOursRefusesAndBalances() {
        DeliveryException refused = refusal(intake, event("1", "to", "b"), event("2", "to", "nowhere"));
        assertThat(refused.reason()).isEqualTo(Reason.FAULT);
        assertThat(refused.retryable()).isTrue();
        assertThat(b.waiting()).isZero();
        assertThat(ledger.portal("door").refused.of(Refusal.FAULT)).isEqualTo(2);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void duplicatesAreCountedAndNotDispatched() throws Exception {
        Intake once = remembering(10, Duration.ofHours(1), "id");
        once.deliver(List.of(event("1", "to", "b"), event("1", "to", "b")));
        once.deliver(List.of(event("1", "to", "b"), event("2", "to", "b")));
        assertThat(idsOf(b.takeAll())).containsExactly("1", "2");
        assertThat(ledger.portal("door").duplicate.sum()).isEqualTo(2);
        assertThat(ledger.rule("rule b").matched.sum()).isEqualTo(2);
    }

    @Test
    void aRefusedEventIsNotRememberedAsSeen() throws Exception {
        Intake once = remembering(10, Duration.ofHours(1), "id");
        once.deliver(List.of(event("1", "to", "a"), event("2", "to", "a"), event("3", "to", "a")));
        assertThat(refusal(once, event("4", "to", "a")).retryable()).isTrue();
        a.takeAll();
        once.deliver(List.of(event("4", "to", "a")));
        assertThat(idsOf(a.takeAll())).containsExactly("4");
        assertThat(ledger.portal("door").duplicate.sum()).isZero();
    }

    @Test
    void severalFieldsMakeAKeyThatCannotBeMistaken() throws Exception {
        Intake once = remembering(10, Duration.ofHours(1), "x", "y");
        once.deliver(List.of(
                event("1", "to", "b", "x", "1;1:", "y", "2"),
                event("2", "to", "b", "x", "1", "y", ";1:2"),
                event("3", "to", "b", "x", "1"),
                event("4", "to", "b", "y", "1"),
                event("5", "to", "b"),
                event("6", "to", "b"),
                event("7", "to", "b", "x", "1"),
                event("8", "to", "b", "x", "long ".repeat(100)),
                event("9", "to", "b", "x", "long ".repeat(100))));
        assertThat(idsOf(b.takeAll())).containsExactly("1", "2", "3", "4", "5", "6", "8");
    }

    @Test
    void onlySoManyAreRemembered() {
        Memory known = new Memory(Duration.ofHours(1), 2);
        for (String key : List.of("1", "2", "3")) {
            known.remember(key, 0);
        }
        assertThat(known.seen("1", 1)).isFalse();
        assertThat(known.seen("3", 1)).isTrue();
        assertThat(known.size()).isEqualTo(2);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        Memory known = new Memory(Duration.ofNanos(100), 10);
        known.remember("1", 0);
        known.remember("2", 50);
        assertThat(known.seen("1", 99)).isTrue();
        assertThat(known.seen("1", 100)).isFalse();
        assertThat(known.seen("2", 100)).isTrue();
        assertThat(known.size()).as("nothing that has expired is kept").isEqualTo(1);
    }

    @Test
    void anEventThatItsSenderRepeatsIsDispatchedOnce() throws Exception {
        Intake usual = intake(IntakeOptions.DEFAULTS);
        usual.deliver(
                List.of(event("1", "to", "b").keyed("k"), event("2", "to", "b").keyed("k")));
        usual.deliver(
                List.of(event("3", "to", "b").keyed("k"), event("4", "to", "b").keyed("l")));
        usual.deliver(List.of(event("1", "to", "b"), event("1", "to", "b")));
        assertThat(idsOf(b.takeAll())).as("without a key nothing is a repeat").containsExactly("1", "4", "1", "1");
        assertThat(ledger.portal("door").duplicate.sum()).isEqualTo(2);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aRepeatIsKnownForAsLongAsItIsRepeated() {
        Memory known = new Memory(Duration.ofNanos(100), 10);
        known.remember("1", 0);
        known.remember("2", 10);
        known.remember("1", 90);
        assertThat(known.seen("1", 150)).isTrue();
        assertThat(known.seen("2", 150)).isFalse();
    }

    @Test
    void aKeyedEventThatWasRefusedIsTakenTheNextTime() throws Exception {
        Intake usual = intake(IntakeOptions.DEFAULTS);
        usual.deliver(List.of(event("1", "to", "a"), event("2", "to", "a"), event("3", "to", "a")));
        assertThat(refusal(usual, event("4", "to", "a").keyed("k")).retryable()).isTrue();
        a.takeAll();
        usual.deliver(List.of(event("4", "to", "a").keyed("k")));
        assertThat(idsOf(a.takeAll())).containsExactly("4");
    }

    @Test
    void equalEventsFromManyThreadsGoThroughOnce() throws Exception {
        DeliveryQueue tight = queue("tight", 5, Overflow.REJECT);
        routing.set(new Routing(router, Map.of("tight", tight)));
        Intake once = remembering(100_000, Duration.ofHours(1), "id");
        CountDownLatch go = new CountDownLatch(1);
        List<Delivery> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    for (int i = 0; i < 500; i++) {
                        while (refusal(once, event(String.valueOf(i), "to", "tight")) != null) {
                            synchronized (taken) {
                                List<Delivery> some = tight.takeAll();
                                tight.settled(some.size());
                                taken.addAll(some);
                            }
                        }
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        taken.addAll(tight.takeAll());
        assertThat(idsOf(taken)).hasSize(500).doesNotHaveDuplicates();
        assertThat(ledger.portal("door").duplicate.sum()).isEqualTo(1500);
        assertThat(ledger.portal("door").balance().difference()).isZero();
    }

    @Test
    void anEmptyListIsNothing() throws Exception {
        intake.deliver(List.of());
        assertThat(ledger.portal("door").received.sum()).isZero();
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new DuplicateOptions(List.of(), Duration.ZERO, Duration.ZERO, 1))
                .hasMessage("by is a list of the names of fields, at least one");
        assertThatThrownBy(() -> new DuplicateOptions(List.of("id"), Duration.ofSeconds(-1), Duration.ZERO, 1))
                .hasMessage("within is between 0s and 3650d, not -1s");
    }

    @Test
    void whileTheDispatcherStartsASenderIsToldToComeAgain() {
        Intake early = new Intake(
                "door", IntakeOptions.DEFAULTS, () -> null, ledger, Clock.systemUTC(), keys::incrementAndGet);
        DeliveryException refusal = refusal(early, event("1", "to", "a"));
        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal).hasMessageContaining("starting");
        assertThat(ledger.portal("door").refused.of(Refusal.STOPPING)).isEqualTo(1);
        assertThat(ledger.difference()).isZero();
    }
}
