/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import static dev.dispatcher.core.delivery.EventsForTest.deliveries;
import static dev.dispatcher.core.delivery.EventsForTest.delivery;
import static dev.dispatcher.core.delivery.EventsForTest.event;
import static dev.dispatcher.core.delivery.EventsForTest.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.core.metrics.Dropped;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.SinkCounts;
import dev.dispatcher.core.queue.DeliveryQueue.Admission;
import dev.dispatcher.core.queue.DeliveryQueue.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

    private final Ledger ledger = new Ledger();
    private final SinkCounts counts = ledger.sink("s");

    private DeliveryQueue queue(int events, long bytes, Overflow overflow) {
        return new DeliveryQueue("s", new QueueOptions(events, bytes, overflow, Optional.empty(), 1), counts);
    }

    private DeliveryQueue ordered(int lanes) {
        return new DeliveryQueue(
                "s", new QueueOptions(1000, 1 << 20, Overflow.DROP_OLDEST, Optional.of("key"), lanes), counts);
    }

    private static List<Delivery> drain(DeliveryQueue queue, int worker) throws InterruptedException {
        return queue.take(worker, 1000, 1 << 20, 0, () -> Mode.DRAIN);
    }

    @Test
    void whatComesFirstLeavesFirst() throws Exception {
        DeliveryQueue queue = queue(10, 10_000, Overflow.DROP_OLDEST);
        queue.offer(deliveries(0, 2));
        queue.offer(deliveries(2, 1));
        assertThat(idsOf(queue.take(0, 2, 1 << 20, 0, () -> Mode.RUN))).containsExactly("0", "1");
        assertThat(idsOf(drain(queue, 0))).containsExactly("2");
        assertThat(queue.inFlight()).isEqualTo(3);
        assertThat(queue.waiting()).isZero();
        assertThat(queue.waitingBytes()).isZero();
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aBatchStopsBeforeItsBytesAreTooMany() throws Exception {
        DeliveryQueue queue = queue(10, 10_000, Overflow.DROP_OLDEST);
        queue.offer(deliveries(0, 3));
        long two = 2L * delivery(event("0")).size();
        assertThat(queue.take(0, 10, two, 0, () -> Mode.RUN)).hasSize(2);
        assertThat(queue.take(0, 10, 1, 0, () -> Mode.RUN)).as("at least one").hasSize(1);
    }

    @Test
    void theOldestIsDroppedAndCounted() throws Exception {
        DeliveryQueue queue = queue(3, 10_000, Overflow.DROP_OLDEST);
        assertThat(queue.offer(deliveries(0, 5))).isEqualTo(Admission.ADMITTED);
        assertThat(idsOf(drain(queue, 0))).containsExactly("2", "3", "4");
        assertThat(counts.dropped.of(Dropped.OLDEST)).isEqualTo(2);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void theNewestIsDroppedAndCounted() throws Exception {
        DeliveryQueue queue = queue(3, 10_000, Overflow.DROP_NEWEST);
        queue.offer(deliveries(0, 5));
        assertThat(idsOf(drain(queue, 0))).containsExactly("0", "1", "2");
        assertThat(counts.dropped.of(Dropped.NEWEST)).isEqualTo(2);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void bytesAreABoundToo() throws Exception {
        int one = delivery(event("0")).size();
        DeliveryQueue queue = queue(100, 2L * one, Overflow.DROP_OLDEST);
        queue.offer(deliveries(0, 3));
        assertThat(queue.waitingBytes()).isEqualTo(2L * one);
        queue.offer(List.of(delivery(event("big", "text", "x".repeat(3 * one)))));
        assertThat(counts.dropped.of(Dropped.TOO_LARGE)).isEqualTo(1);
        assertThat(idsOf(drain(queue, 0)))
                .as("one too large costs no other its place")
                .containsExactly("1", "2");
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void aQueueThatRejectsTakesAllOrNothing() {
        DeliveryQueue queue = queue(3, 10_000, Overflow.REJECT);
        assertThat(queue.offer(deliveries(0, 2))).isEqualTo(Admission.ADMITTED);
        assertThat(queue.offer(deliveries(2, 2))).isEqualTo(Admission.FULL);
        assertThat(queue.offer(deliveries(2, 4))).isEqualTo(Admission.TOO_LARGE);
        assertThat(queue.offer(deliveries(2, 1))).isEqualTo(Admission.ADMITTED);
        assertThat(queue.waiting()).isEqualTo(3);
        assertThat(counts.made.sum()).isEqualTo(3);
    }

    @Test
    void aReservedPlaceIsNobodyElses() {
        DeliveryQueue queue = queue(3, 10_000, Overflow.REJECT);
        List<Delivery> two = deliveries(0, 2);
        long bytes = two.stream().mapToLong(Delivery::size).sum();
        assertThat(queue.reserve(2, bytes)).isEqualTo(Admission.ADMITTED);
        assertThat(queue.offer(deliveries(2, 2))).isEqualTo(Admission.FULL);
        queue.release(2, bytes);
        assertThat(queue.offer(deliveries(2, 2))).isEqualTo(Admission.ADMITTED);
        assertThat(queue.reserve(2, bytes)).isEqualTo(Admission.FULL);
    }

    @Test
    void whatIsReservedIsTakenAfterClosingAndADrainWaitsForIt() throws Exception {
        DeliveryQueue queue = queue(3, 10_000, Overflow.DROP_OLDEST);
        List<Delivery> one = deliveries(0, 1);
        queue.reserve(1, one.get(0).size());
        queue.close();
        assertThat(queue.offer(deliveries(1, 1))).isEqualTo(Admission.CLOSED);
        assertThat(queue.reserve(1, 1)).isEqualTo(Admission.CLOSED);
        CompletableFuture<List<Delivery>> taken = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                taken.complete(drain(queue, 0));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        worker.start();
        await().until(() -> worker.getState() == Thread.State.WAITING);
        queue.offerReserved(one);
        assertThat(idsOf(taken.get())).containsExactly("0");
        assertThat(drain(queue, 0)).isEmpty();
    }

    @Test
    void whatIsPutBackKeepsItsPlace() throws Exception {
        DeliveryQueue queue = queue(4, 10_000, Overflow.DROP_OLDEST);
        queue.offer(deliveries(0, 4));
        List<Delivery> first = queue.take(0, 2, 1 << 20, 0, () -> Mode.RUN);
        List<Delivery> second = queue.take(1, 1, 1 << 20, 0, () -> Mode.RUN);
        queue.putBack(second);
        queue.putBack(first);
        assertThat(queue.inFlight()).isZero();
        assertThat(idsOf(drain(queue, 0))).containsExactly("0", "1", "2", "3");
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void equalKeysShareALaneAndStayInOrder() throws Exception {
        DeliveryQueue queue = ordered(4);
        for (int i = 0; i < 100; i++) {
            queue.offer(List.of(delivery(event(String.valueOf(i), "key", "k" + i % 10))));
        }
        Map<String, Integer> laneOfKey = new HashMap<>();
        int used = 0;
        for (int worker = 0; worker < 4; worker++) {
            Map<String, Integer> last = new HashMap<>();
            List<Delivery> lane = drain(queue, worker);
            used += lane.isEmpty() ? 0 : 1;
            for (Delivery delivery : lane) {
                String key = delivery.event().text("key").orElseThrow();
                int id = Integer.parseInt(delivery.event().id());
                assertThat(laneOfKey.merge(key, worker, (old, now) -> old)).isEqualTo(worker);
                Integer before = last.put(key, id);
                assertThat(before == null || before < id).isTrue();
            }
        }
        assertThat(laneOfKey).hasSize(10);
        assertThat(used).isGreaterThan(1);
    }

    @Test
    void theOldestOfAllLanesIsDropped() throws Exception {
        DeliveryQueue queue = new DeliveryQueue(
                "s", new QueueOptions(6, 1 << 20, Overflow.DROP_OLDEST, Optional.of("key"), 3), counts);
        for (int i = 0; i < 10; i++) {
            queue.offer(List.of(delivery(event(String.valueOf(i), "key", "k" + i))));
        }
        assertThat(idsOf(queue.takeAll())).containsExactly("4", "5", "6", "7", "8", "9");
    }

    @Test
    void anotherCourierGetsEverythingInOrderWhateverTheLanes() throws Exception {
        DeliveryQueue queue = ordered(5);
        for (int i = 0; i < 50; i++) {
            queue.offer(List.of(delivery(event(String.valueOf(i), "key", "k" + i % 7))));
        }
        List<Delivery> all = new ArrayList<>();
        queue.acquire(new QueueOptions(10, 1, Overflow.REJECT, Optional.empty(), 1));
        all.addAll(drain(queue, 0));
        assertThat(all).hasSize(50);
        assertThat(all)
                .extracting(delivery -> Integer.valueOf(delivery.event().id()))
                .isSorted();
    }

    @Test
    void aQueueHasOneCourierAtATime() {
        DeliveryQueue queue = queue(1, 1, Overflow.REJECT);
        queue.acquire(queue.options());
        assertThatThrownBy(() -> queue.acquire(queue.options())).isInstanceOf(IllegalStateException.class);
        queue.leave();
        queue.acquire(queue.options());
    }

    @Test
    void aWorkerWaitsForABatchToFill() throws Exception {
        DeliveryQueue queue = queue(10, 10_000, Overflow.DROP_OLDEST);
        queue.offer(deliveries(0, 1));
        CompletableFuture<List<Delivery>> taken = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                taken.complete(queue.take(0, 3, 1 << 20, Long.MAX_VALUE / 2, () -> Mode.RUN));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        worker.start();
        await().until(() -> worker.getState() == Thread.State.TIMED_WAITING);
        queue.offer(deliveries(1, 1));
        queue.offer(deliveries(2, 2));
        assertThat(idsOf(taken.get())).containsExactly("0", "1", "2");
    }

    @Test
    void aWorkerThatFillsABatchIsToldToStop() throws Exception {
        DeliveryQueue queue = queue(10, 10_000, Overflow.DROP_OLDEST);
        queue.offer(deliveries(0, 1));
        AtomicReference<Mode> mode = new AtomicReference<>(Mode.RUN);
        CompletableFuture<List<Delivery>> taken = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                taken.complete(queue.take(0, 3, 1 << 20, Long.MAX_VALUE / 2, mode::get));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        worker.start();
        await().until(() -> worker.getState() == Thread.State.TIMED_WAITING);
        mode.set(Mode.STOP);
        queue.wake();
        assertThat(taken.get()).isEmpty();
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void aFailureIsShortAndHoldsNoControlCharacters() {
        Failure failure = new Failure(
                dev.dispatcher.api.DeliveryException.Reason.SERVER,
                "one\r\n\ttwo\u0000\u2028three " + "😀".repeat(600),
                java.time.Instant.EPOCH);
        assertThat(failure.message()).startsWith("one two three").hasSizeLessThanOrEqualTo(500);
        assertThat(Character.isHighSurrogate(
                        failure.message().charAt(failure.message().length() - 1)))
                .isFalse();
    }
}
