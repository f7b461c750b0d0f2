/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static dev.dispatcher.core.delivery.EventsForTest.deliveries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CourierStateTest extends CourierFixture {

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
}
