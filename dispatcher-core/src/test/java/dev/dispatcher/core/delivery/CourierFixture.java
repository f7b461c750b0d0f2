/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static dev.dispatcher.core.delivery.EventsForTest.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Sink;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A queue, a sink that notes what it gets, and couriers between them. */
abstract class CourierFixture {

    final Ledger ledger = new Ledger();
    final MemoryDeadLetters dead = new MemoryDeadLetters(1000, 1 << 20);
    final Watchdog watchdog = new Watchdog(Duration.ofMillis(20));
    final OptionsForTest options = new OptionsForTest();
    final List<List<String>> calls = new CopyOnWriteArrayList<>();
    final List<String> delivered = new CopyOnWriteArrayList<>();
    final List<Courier> couriers = new CopyOnWriteArrayList<>();
    Optional<DeliveryQueue> fallback = Optional.empty();
    DeliveryQueue queue;

    @AfterEach
    void stop() {
        couriers.forEach(Courier::retire);
        watchdog.close();
    }

    Courier.Surroundings surroundings() {
        return new Courier.Surroundings(
                Clock.systemUTC(), new SplittableRandom(1), watchdog, dead, text -> text.replace("s3cret", "****"));
    }

    /** A courier that has not begun; the sink behind it notes calls and deliveries. */
    Courier courier(Sink behind) {
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

    Courier started(Sink behind) {
        Courier courier = courier(behind);
        courier.start();
        return courier;
    }

    void awaitQuiet() {
        await().untilAsserted(() -> {
            assertThat(queue.waiting()).isZero();
            assertThat(queue.inFlight()).isZero();
        });
        assertThat(ledger.difference()).isZero();
    }

    static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
