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
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CourierTest extends CourierFixture {

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
    void aSplitForAnotherEventUsesUpNoAttempts() {
        options.batch = 8;
        options.attempts = Optional.of(2);
        AtomicBoolean first = new AtomicBoolean(true);
        Courier courier = courier(batch -> {
            if (ids(batch).contains("1")) {
                throw DeliveryException.permanent("cannot be parsed");
            }
            if (ids(batch).contains("0") && first.getAndSet(false)) {
                throw DeliveryException.retryable("a hiccup");
            }
        });
        queue.offer(deliveries(0, 8));
        courier.start();
        awaitQuiet();
        assertThat(delivered).containsExactlyInAnyOrder("0", "2", "3", "4", "5", "6", "7");
        assertThat(dead.list(null, 10))
                .extracting(letter -> letter.event().id())
                .containsExactly("1");
    }

    @Test
    void refusedCredentialsUseUpNoAttempts() {
        options.attempts = Optional.of(2);
        AtomicInteger call = new AtomicInteger();
        started(batch -> {
            int number = call.incrementAndGet();
            if (number <= 3) {
                throw DeliveryException.unauthorized("who are you");
            }
            if (number == 4) {
                throw DeliveryException.retryable("a hiccup");
            }
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(delivered).containsExactly("0");
        assertThat(dead.size()).isZero();
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

    @Test
    void aSecretInWhatASinkSaysIsMasked() {
        options.attempts = Optional.of(1);
        Courier courier = started(batch -> {
            throw new IOException("no route to https://hooks.example.com/s3cret");
        });
        queue.offer(deliveries(0, 1));
        awaitQuiet();
        assertThat(dead.list("s", 1).get(0).message()).endsWith("https://hooks.example.com/****");
        assertThat(courier.health().lastFailure().orElseThrow()).endsWith("https://hooks.example.com/****");
    }
}
