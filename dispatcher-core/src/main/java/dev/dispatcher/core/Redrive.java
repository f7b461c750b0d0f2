/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.error;
import static dev.dispatcher.core.ApiAnswers.json;

import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.delivery.DeadLetter;
import dev.dispatcher.core.delivery.DeadLetters;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.DeliveryQueue.Admission;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands dead letters to the queues of their sinks again. One at a time; others are told so. */
final class Redrive {

    static final int MOST = 10_000;
    /** Its caller waits for the end. */
    static final int LONGEST_SECONDS = 30;

    private final DeadLetters letters;
    private final Recent recent;
    private final Supplier<Generation> current;
    private final Clock clock;
    private final BooleanSupplier goesOn;
    private final ReentrantLock one = new ReentrantLock();

    /** @param goesOn false once the dispatcher stops */
    Redrive(DeadLetters letters, Recent recent, Supplier<Generation> current, Clock clock, BooleanSupplier goesOn) {
        this.letters = letters;
        this.recent = recent;
        this.current = current;
        this.clock = clock;
        this.goesOn = goesOn;
    }

    Response run(@Nullable String sink, int limit, int rate) throws InterruptedException {
        if (current.get().configuration().settings().dryRun()) {
            return error(409, "dry-run is on: nothing would be delivered");
        }
        if (!one.tryLock()) {
            return error(409, "dead letters are being re-driven already");
        }
        try {
            return drive(sink, limit, rate);
        } finally {
            one.unlock();
        }
    }

    private Response drive(@Nullable String sink, int limit, int rate) throws InterruptedException {
        long began = System.nanoTime();
        long given = 0;
        long refused = 0;
        // what is given back lies behind the others: those that were there at first are met once
        for (int most = Math.min(limit, letters.size()); given + refused < most && goesOn.getAsBoolean(); ) {
            List<DeadLetter> next = letters.take(sink, 1);
            if (next.isEmpty()) {
                break;
            }
            if (again(next.get(0))) {
                given++;
            } else {
                letters.add(next.get(0));
                refused++;
            }
            long due = began + TimeUnit.SECONDS.toNanos(given) / rate;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("redriven", given);
        body.put("refused", refused);
        body.put("kept", (long) letters.size());
        return json(200, body);
    }

    /** A queue that drops would take it and let go of it, or of another one. */
    private static boolean room(DeliveryQueue queue) {
        return queue.waiting() < queue.options().events()
                && queue.waitingBytes() < queue.options().bytes();
    }

    /** False when its sink is gone or its queue does not take it now. */
    private boolean again(DeadLetter letter) {
        Generation now = current.get();
        Optional<DeliveryQueue> queue =
                now.queue(now.configuration().settings().sendAllTo().orElse(letter.sink()));
        Delivery delivery = letter.again(clock.instant());
        boolean taken =
                queue.filter(Redrive::room).isPresent() && queue.get().offer(List.of(delivery)) == Admission.ADMITTED;
        if (taken) {
            recent.again(delivery);
        }
        return taken;
    }
}
