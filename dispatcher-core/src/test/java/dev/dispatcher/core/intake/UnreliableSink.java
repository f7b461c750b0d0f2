/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A destination that fails in every way there is, by chance, and remembers exactly what it took. */
final class UnreliableSink implements Sink {

    private final SplittableRandom random;
    private final List<Event> accepted = new ArrayList<>();
    /** Events for which it took over without the host getting to know. */
    final Set<String> answerLost = ConcurrentHashMap.newKeySet();
    /** Events that it named to be tried again, while it took others that came after them. */
    final Set<String> setBack = ConcurrentHashMap.newKeySet();

    volatile boolean reliable;

    UnreliableSink(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What tells copies apart: the event, and the sink that it was meant for at first. */
    static String copy(Event event) {
        return event.id() + " for " + event.text("home").orElseThrow();
    }

    private static boolean poison(Event event) {
        return event.has("poison");
    }

    synchronized List<Event> accepted() {
        return List.copyOf(accepted);
    }

    private synchronized void accept(List<Event> events) {
        accepted.addAll(events);
    }

    private synchronized int next(int bound) {
        return random.nextInt(bound);
    }

    private void lose(List<Event> events) {
        events.forEach(event -> answerLost.add(copy(event)));
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        int chance = reliable ? 100 : next(100);
        if (chance < 5) {
            throw DeliveryException.retryable("in trouble");
        } else if (chance < 10) {
            throw new IOException("connection reset");
        } else if (chance < 13) {
            throw new IllegalStateException("a mistake of the sink");
        } else if (chance < 16) {
            throw DeliveryException.retryable(Reason.RATE_LIMITED, "slow down", null)
                    .notBefore(Duration.ofNanos(500_000));
        } else if (chance < 18) {
            throw DeliveryException.unauthorized("who are you?");
        } else if (chance < 19) {
            throw new NoClassDefFoundError("org/example/Missing");
        } else if (chance < 22) {
            lose(batch);
            accept(batch);
            throw new IOException("connection reset while reading the answer");
        } else if (chance < 23) {
            new CountDownLatch(1).await();
        } else if (chance < 25) {
            stubborn(batch);
            return;
        } else if (chance < 37) {
            partly(batch);
            return;
        }
        if (batch.stream().anyMatch(UnreliableSink::poison)) {
            throw DeliveryException.permanent("cannot be parsed");
        }
        accept(batch);
    }

    /** Takes the batch, but long after the deadline, and does not care for interrupts. */
    private void stubborn(List<Event> batch) {
        lose(batch);
        long end = System.nanoTime() + 60_000_000;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
        accept(batch);
    }

    private void partly(List<Event> batch) throws DeliveryException {
        List<Event> taken = new ArrayList<>();
        List<Event> again = new ArrayList<>();
        List<Event> never = new ArrayList<>();
        for (Event event : batch) {
            (poison(event) ? never : next(3) == 0 ? again : taken).add(event);
        }
        accept(taken);
        again.forEach(event -> setBack.add(copy(event)));
        DeliveryException later = DeliveryException.retryable("these again").onlyFor(again);
        DeliveryException no = DeliveryException.permanent("these never").onlyFor(never);
        if (!again.isEmpty()) {
            throw never.isEmpty() ? later : later.also(no);
        } else if (!never.isEmpty()) {
            throw no;
        }
    }
}
