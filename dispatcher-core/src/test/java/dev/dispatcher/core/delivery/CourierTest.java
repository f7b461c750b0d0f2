/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static dev.dispatcher.core.delivery.EventsForTest.deliveries;
import static dev.dispatcher.core.delivery.EventsForTest.delivery;
import static dev.dispatcher.core.delivery.EventsForTest.event;
import static dev.dispatcher.core.delivery.EventsForTest.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CourierTest {

    private final Ledger ledger = new Ledger();
    private final MemoryDeadLetters dead = new MemoryDeadLetters(1000, 1 << 20);
    private final Watchdog watchdog = new Watchdog(Duration.ofMillis(20));
    private final OptionsForTest options = new OptionsForTest();
    private final List<List<String>> calls = new CopyOnWriteArrayList<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<Courier> couriers = new CopyOnWriteArrayList<>();
    private Optional<DeliveryQueue> fallback = Optional.empty();
    private DeliveryQueue queue;

    @AfterEach
    void stop() {
        couriers.forEach(Courier::retire);
        watchdog.close();
    }

    private Courier.Surroundings surroundings() {
        return new Courier.Surroundings(Clock.systemUTC(), new SplittableRandom(1), watchdog, dead);
    }

    /** A courier that has not begun; the sink behind it notes calls and deliveries. */
    private Courier courier(Sink behind) {
        if (queue == null) {
            queue = new DeliveryQueue("s", options.build().queueOptions(), ledger.sink("s"));
        }
        Sink noting = batch -> {
            calls.add(ids(batch));
            behind.deliver(batch);
            delivered.addAll(ids(batch));
        };
        Courier courier = new Courier("s", noting, queue, options.build(), () -> fallback, surroundings());
        couriers.add(courier);
        return courier;
    }

    private Courier started(Sink behind) {
        Courier courier = courier(behind);
        courier.start();
        return courier;
    }

    private void awaitQuiet() {
        await().untilAsserted(() -> {
            assertThat(queue.waiting()).isZero();
            assertThat(queue.inFlight()).isZero();
        });
        assertThat(ledger.difference()).isZero();
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void deliversInOrder() {
        started(batch -> {});
        queue.offer(deliveries(0, 3));
        queue.offer(deliveries(3, 1));
        awaitQuiet();
        assertThat(calls).containsExactly(List.of("0"), List.of("1"), List.of("2"), List.of("3"));
        assertThat(ledger.sink("s").delivered.sum()).isEqualTo(4);
    }

    @Test
    void takesWhatIsThereAsABatch() {
        options.batch = 3;
        Courier courier = courier(batch -> {});
        queue.offer(deliveries(0, 5));
        courier.start();
        awaitQuiet();
        assertThat(calls).containsExactly(List.of("0", "1", "2"), List.of("3", "4"));
    }

    @Test
    void theHeadOfTheQueueIsTriedAgainBeforeTheNext() {
        AtomicInteger attempts = new AtomicInteger();
        started(batch -> {
            if (batch.get(0).id().equals("0") && attempts.incrementAndGet() < 4) {
                throw new IOException("reset");
            }
        });
        queue.offer(deliveries(0, 2));
        awaitQuiet();
        assertThat(calls).containsExactly(List.of("0"), List.of("0"), List.of("0"), List.of("0"), List.of("1"));
        assertThat(delivered).containsExactly("0", "1");
        assertThat(ledger.sink("s").failures.of(Reason.CONNECTION)).isEqualTo(3);
    }

    @Test
    void onlyTheEventsThatFailedAreTriedAgain() {
        options.batch = 4;
        AtomicBoolean first = new AtomicBoolean(true);
        Courier courier = courier(batch -> {
            if (first.getAndSet(false)) {
                throw DeliveryException.retryable("later")
                        .onlyFor(List.of(batch.get(1), batch.get(3)))
                        .also(DeliveryException.permanent("never").onlyFor(List.of(batch.get(2))));
            }
        });
        queue.offer(deliveries(0, 4));
        courier.start();
        awaitQuiet();
        assertThat(calls).containsExactly(List.of("0", "1", "2", "3"), List.of("1", "3"));
        assertThat(ledger.sink("s").delivered.sum()).isEqualTo(3);
        assertThat(dead.list("s", 10)).hasSize(1);
        DeadLetter letter = dead.list("s", 10).get(0);
        assertThat(letter.event().id()).isEqualTo("2");
        assertThat(letter.reason()).isEqualTo(GaveUp.REJECTED);
        assertThat(letter.failure()).contains(Reason.REJECTED);
        assertThat(letter.message()).isEqualTo("never");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.rule()).isEqualTo("a rule");
        assertThat(letter.arrival().portal()).isEqualTo("front-door");
    }

    @Test
    void aPoisonEventIsFoundByHalvesAndTheOthersArrive() {
        options.batch = 8;
        Courier courier = courier(batch -> {
            if (ids(batch).contains("5")) {
                throw DeliveryException.permanent("cannot be parsed");
            }
        });
        queue.offer(deliveries(0, 8));
        courier.start();
        awaitQuiet();
        assertThat(delivered).containsExactly("0", "1", "2", "3", "4", "6", "7");
        assertThat(dead.list(null, 10))
                .extracting(letter -> letter.event().id())
                .containsExactly("5");
        assertThat(calls).hasSize(7);
    }

    @Test
    void whatIsTooOldIsGivenUpWithFirstAndLastFailure() {
        options.giveUpAfter = Duration.ofMillis(50);
        started(batch -> {
            throw DeliveryException.retryable("in trouble");
        });
        queue.offer(deliveries(0, 2));
        awaitQuiet();
        assertThat(ledger.sink("s").dead.of(GaveUp.TOO_OLD)).isEqualTo(2);
        DeadLetter letter = dead.take("s", 1).get(0);
        assertThat(letter.event().id()).isEqualTo("0");
        assertThat(letter.attempts()).isPositive();
        assertThat(letter.first().orElseThrow()).isBeforeOrEqualTo(letter.last().orElseThrow());
    }

    @Test
    void attemptsAreLimited() {
        options.attempts = Optional.of(3);
        started(batch -> {
            throw new IOException("down");
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(calls).hasSize(3);
        assertThat(dead.list("s", 1).get(0).reason()).isEqualTo(GaveUp.TOO_MANY_ATTEMPTS);
        assertThat(dead.list("s", 1).get(0).attempts()).isEqualTo(3);
    }

    @Test
    void theAgeOfWhatWaitsBeginsWhenTheSinkComes() {
        options.giveUpAfter = Duration.ofMinutes(5);
        Courier courier = courier(batch -> {});
        queue.offer(List.of(delivery(event("0"), Instant.now().minusSeconds(3600))));
        courier.start();
        awaitQuiet();
        assertThat(delivered).containsExactly("0");
    }

    @Test
    void theFallbackGetsWhatIsGivenUp() {
        DeliveryQueue other = new DeliveryQueue("mail", options.build().queueOptions(), ledger.sink("mail"));
        fallback = Optional.of(other);
        started(batch -> {
            throw DeliveryException.permanent("no such\nchannel");
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(other.waiting()).isEqualTo(1);
        assertThat(ledger.sink("s").diverted.of(GaveUp.REJECTED)).isEqualTo(1);
        assertThat(other.takeAll().get(0).diverted())
                .isEqualTo(new dev.dispatcher.core.queue.Delivery.Diverted("s", "rejected: no such channel"));
        assertThat(dead.size()).isZero();
    }

    @Test
    void aFallbackThatTakesNothingLeavesADeadLetter() {
        DeliveryQueue other = new DeliveryQueue("mail", options.build().queueOptions(), ledger.sink("mail"));
        other.close();
        fallback = Optional.of(other);
        started(batch -> {
            throw DeliveryException.permanent("no");
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(dead.size()).isEqualTo(1);
        assertThat(ledger.sink("s").diverted.sum()).isZero();
    }

    @Test
    void aBreakerOpensAndProbesWithOneEvent() {
        options.batch = 4;
        options.breaker = new BreakerOptions(2, Duration.ofMillis(1), Duration.ofMillis(2));
        AtomicBoolean down = new AtomicBoolean(true);
        Courier courier = courier(batch -> {
            if (down.get()) {
                throw new IOException("down");
            }
        });
        queue.offer(deliveries(0, 4));
        courier.start();
        await().until(() -> calls.size() >= 5);
        assertThat(courier.health().state()).isEqualTo(State.OPEN);
        assertThat(courier.health().nextAttempt()).isPresent();
        assertThat(courier.health().failingSince()).isPresent();
        assertThat(courier.health().lastFailure()).contains("connection: IOException: down");
        assertThat(courier.health().oldest()).isPresent();
        down.set(false);
        awaitQuiet();
        assertThat(delivered).containsExactly("0", "1", "2", "3");
        assertThat(calls.subList(0, 2)).allMatch(call -> call.size() == 4);
        assertThat(calls.subList(2, calls.size() - 1)).allMatch(call -> call.equals(List.of("0")));
        assertThat(calls.get(calls.size() - 1)).containsExactly("1", "2", "3");
        await().untilAsserted(() -> assertThat(courier.health().state()).isEqualTo(State.RUNNING));
        assertThat(courier.health().lastSuccess()).isPresent();
        assertThat(courier.health().failingSince()).isEmpty();
    }

    @Test
    void refusedCredentialsParkTheSinkAndNothingIsLost() {
        options.parkProbe = Duration.ofHours(1);
        AtomicBoolean known = new AtomicBoolean();
        Courier courier = started(batch -> {
            if (!known.get()) {
                throw DeliveryException.unauthorized("who are you?");
            }
        });
        queue.offer(deliveries(0, 2));
        await().until(() -> courier.health().state() == State.PARKED);
        assertThat(calls).hasSize(1);
        known.set(true);
        courier.resume();
        awaitQuiet();
        assertThat(delivered).containsExactly("0", "1");
        assertThat(dead.size()).isZero();
    }

    @Test
    void aParkedSinkIsProbedByItself() {
        AtomicInteger refused = new AtomicInteger();
        started(batch -> {
            if (refused.incrementAndGet() < 4) {
                throw DeliveryException.unauthorized("who are you?");
            }
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(calls).hasSize(4);
    }

    @Test
    void whatAParkedSinkHoldsGoesToTheFallbackInTime() {
        options.parkProbe = Duration.ofHours(1);
        options.giveUpAfter = Duration.ofMillis(20);
        DeliveryQueue other = new DeliveryQueue("mail", options.build().queueOptions(), ledger.sink("mail"));
        fallback = Optional.of(other);
        started(batch -> {
            throw DeliveryException.unauthorized("who are you?");
        });
        queue.offer(deliveries(0, 3));
        awaitQuiet();
        assertThat(other.waiting()).isEqualTo(3);
        assertThat(ledger.sink("s").diverted.of(GaveUp.TOO_OLD)).isEqualTo(3);
    }

    @Test
    void aPausedSinkMakesNoAttemptUntilResumed() {
        Courier courier = started(batch -> {});
        courier.pause();
        queue.offer(deliveries(0, 2));
        assertThat(courier.health().state()).isEqualTo(State.PAUSED);
        await().during(Duration.ofMillis(50)).until(calls::isEmpty);
        courier.resume();
        awaitQuiet();
        assertThat(delivered).containsExactly("0", "1");
    }

    @Test
    void aBrokenPluginStopsAndItsDeliveriesWaitForAnother() {
        Courier courier = started(batch -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });
        queue.offer(deliveries(0, 2));
        await().until(() -> courier.health().state() == State.BROKEN);
        await().until(() -> queue.waiting() == 2);
        assertThat(calls).hasSize(1);
        get(courier.retire());
        started(batch -> {});
        awaitQuiet();
        assertThat(delivered).containsExactly("0", "1");
    }

    @Test
    void theDeadlineInterruptsAndTheNextAttemptIsUndisturbed() {
        options.timeout = Duration.ofMillis(30);
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<Boolean> clean = new CompletableFuture<>();
        started(batch -> {
            if (attempts.incrementAndGet() == 1) {
                new CountDownLatch(1).await();
            }
            clean.complete(!Thread.currentThread().isInterrupted());
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(get(clean)).isTrue();
        assertThat(ledger.sink("s").failures.of(Reason.DEADLINE)).isEqualTo(1);
        assertThat(delivered).containsExactly("0");
    }

    @Test
    void anInterruptThatTheSinkLeavesBehindIsCleared() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        started(batch -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        queue.offer(deliveries(0, 3));
        awaitQuiet();
        assertThat(interrupted).containsExactly(false, false, false);
    }

    @Test
    void aCallThatIgnoresItsInterruptIsReportedAndLeftBehind() throws Exception {
        options.timeout = Duration.ofMillis(20);
        AtomicBoolean release = new AtomicBoolean();
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        Courier courier = started(batch -> {
            worker.complete(Thread.currentThread());
            while (!release.get()) {
                LockSupport.parkNanos(1_000_000);
                Thread.interrupted();
            }
        });
        queue.offer(deliveries(0, 2));
        await().until(() -> courier.health().state() == State.STUCK);
        get(courier.retire());
        assertThat(courier.health().state()).isEqualTo(State.RETIRED);
        assertThat(queue.waiting()).isEqualTo(2);
        assertThat(queue.inFlight()).isZero();
        started(batch -> {});
        awaitQuiet();
        assertThat(delivered).containsExactly("0", "1");
        release.set(true);
        get(worker).join();
        assertThat(delivered).hasSize(3);
        assertThat(ledger.sink("s").delivered.sum())
                .as("what was left behind is not counted")
                .isEqualTo(2);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void retiringWaitsForTheAttemptInFlightAndPutsTheRestBackInOrder() throws Exception {
        options.batch = 3;
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Courier courier = courier(batch -> {
            inside.countDown();
            go.await();
            throw DeliveryException.retryable("half").onlyFor(batch.subList(1, 3));
        });
        queue.offer(deliveries(0, 5));
        courier.start();
        inside.await();
        CompletableFuture<Void> ended = courier.retire().toCompletableFuture();
        assertThat(ended).isNotDone();
        go.countDown();
        get(ended);
        assertThat(queue.waiting()).isEqualTo(4);
        calls.clear();
        started(batch -> {});
        awaitQuiet();
        assertThat(calls).containsExactly(List.of("1", "2", "3"), List.of("4"));
    }

    @Test
    void retiringEndsABackOffAtOnce() {
        options.backoff = new BackoffOptions(Duration.ofHours(1), Duration.ofHours(1));
        Courier courier = started(batch -> {
            throw new IOException("down");
        });
        queue.offer(deliveries(0, 1));
        await().until(() -> courier.health().state() == State.RETRYING);
        get(courier.retire());
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void aDestinationMayAskToBeLeftAloneUpToACap() {
        options.retryAfterCap = Duration.ofMillis(1);
        AtomicBoolean first = new AtomicBoolean(true);
        started(batch -> {
            if (first.getAndSet(false)) {
                throw DeliveryException.retryable(Reason.RATE_LIMITED, "slow down", null)
                        .notBefore(Duration.ofDays(300));
            }
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(calls).hasSize(2);
    }

    @Test
    void aDestinationIsLeftAloneForAsLongAsItAsked() {
        options.retryAfterCap = Duration.ofHours(2);
        Courier courier = started(batch -> {
            throw DeliveryException.retryable(Reason.RATE_LIMITED, "slow down", null)
                    .notBefore(Duration.ofHours(1));
        });
        queue.offer(deliveries(0, 1));
        await().until(() -> courier.health().state() == State.RETRYING);
        await().during(Duration.ofMillis(50)).until(() -> calls.size() == 1);
    }

    @Test
    void drainingDeliversWhatIsThereAndTakesNothingMore() {
        CountDownLatch go = new CountDownLatch(1);
        Courier courier = started(batch -> go.await());
        queue.offer(deliveries(0, 3));
        CompletableFuture<Long> left = courier.drain(Duration.ofSeconds(20)).toCompletableFuture();
        assertThat(queue.offer(deliveries(3, 1))).isEqualTo(DeliveryQueue.Admission.CLOSED);
        go.countDown();
        assertThat(get(left)).isZero();
        assertThat(delivered).containsExactly("0", "1", "2");
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void drainingEndsAtItsDeadlineAndSaysWhatIsLeft() {
        Courier courier = started(batch -> new CountDownLatch(1).await());
        queue.offer(deliveries(0, 3));
        assertThat(get(courier.drain(Duration.ofMillis(30)))).isEqualTo(3);
        assertThat(ledger.difference()).isZero();
        assertThat(courier.abandon(GaveUp.STOPPED)).isEqualTo(3);
        assertThat(dead.list("s", 9)).extracting(letter -> letter.event().id()).containsExactly("2", "1", "0");
        assertThat(ledger.sink("s").balance().waiting()).isZero();
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aPausedSinkIsDrainedAtOnce() {
        Courier courier = started(batch -> {});
        courier.pause();
        queue.offer(deliveries(0, 3));
        assertThat(get(courier.drain(Duration.ofHours(1)))).isEqualTo(3);
    }

    @Test
    void aCourierThatNeverBeganHasEnded() {
        Courier courier = courier(batch -> {});
        get(courier.retire());
    }

    @Test
    void equalKeysAreNeverInFlightTwice() {
        options.concurrency = 4;
        options.orderedBy = Optional.of("key");
        options.batch = 2;
        java.util.Set<String> inFlight = java.util.concurrent.ConcurrentHashMap.newKeySet();
        AtomicInteger clashes = new AtomicInteger();
        Courier courier = courier(batch -> {
            List<String> keys = batch.stream()
                    .map(event -> event.text("key").orElseThrow())
                    .distinct()
                    .toList();
            keys.forEach(key -> clashes.addAndGet(inFlight.add(key) ? 0 : 1));
            Thread.yield();
            inFlight.removeAll(keys);
        });
        for (int i = 0; i < 500; i++) {
            queue.offer(List.of(delivery(event(String.valueOf(i), "key", "k" + i % 20))));
        }
        courier.start();
        awaitQuiet();
        assertThat(clashes).hasValue(0);
        assertThat(delivered).hasSize(500);
        for (int key = 0; key < 20; key++) {
            int wanted = key;
            assertThat(delivered.stream().map(Integer::valueOf).filter(id -> id % 20 == wanted))
                    .isSorted();
        }
    }

    @Test
    void aMessageOfTheSinkCannotCarryLinesOrVolume() {
        options.attempts = Optional.of(1);
        started((List<Event> batch) -> {
            throw new IllegalStateException("a\nb" + "x".repeat(10_000));
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(dead.list("s", 1).get(0).message())
                .startsWith("IllegalStateException: a bx")
                .hasSize(500);
    }
}
