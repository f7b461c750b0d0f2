/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.core.queue.Demand;
import dev.dispatcher.core.queue.Life;
import dev.dispatcher.core.queue.Promise;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Every sink took the events, or the sender is told that one did not. */
final class Delivered implements Acknowledgement, Promise {

    private final Duration within;
    /** One for each copy, and one until all of them are known. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final CountDownLatch settled = new CountDownLatch(1);
    private final AtomicReference<@Nullable Life> failed = new AtomicReference<>();

    Delivered(Duration within) {
        this.within = within;
    }

    @Override
    public Promise about(int copies) {
        open.addAndGet(copies);
        return this;
    }

    @Override
    public boolean enter(Fanout fanout) throws Refused {
        if (!Acknowledgement.admitted(fanout.reserve(Demand.IN_MEMORY), fanout)) {
            return false;
        }
        fanout.fill();
        return true;
    }

    @Override
    public void settled(int copy, Life life) {
        if (life.status() != Life.Status.DELIVERED) {
            failed.compareAndSet(null, life);
        }
        less();
    }

    private void less() {
        if (open.decrementAndGet() == 0) {
            settled.countDown();
        }
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    @Override
    public void await() throws DeliveryException {
        less();
        try {
            if (!settled.await(within.toNanos(), TimeUnit.NANOSECONDS)) {
                throw DeliveryException.retryable(
                                Reason.DEADLINE,
                                "the events were taken, but not all delivered within " + within.toMillis()
                                        + " ms; delivering them goes on",
                                null)
                        .notBefore(Refused.WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeliveryException.retryable(Reason.DEADLINE, "the dispatcher is stopping", null)
                    .notBefore(Refused.WAIT);
        }
        Life life = failed.get();
        if (life != null) {
            String message = "the events were taken, but not all delivered: " + life.why();
            throw life.status() == Life.Status.DEAD
                    ? DeliveryException.permanent(Reason.SERVER, message, null)
                    : DeliveryException.retryable(Reason.OVERFLOW, message, null)
                            .notBefore(Refused.WAIT);
        }
    }
}
