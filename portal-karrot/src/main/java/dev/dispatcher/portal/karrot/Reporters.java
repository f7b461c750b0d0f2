/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes;
import dev.dispatcher.api.Outcomes.Attempt;
import dev.dispatcher.api.Outcomes.Delivery;
import dev.dispatcher.api.Outcomes.Following;
import dev.dispatcher.api.Outcomes.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The last event that each sink took, learned from what becomes of events. Any number of threads. */
final class Reporters {

    /** Beyond that the oldest is not waited for any more: a sink that is down for long must not fill the memory. */
    private static final int MOST_FOLLOWED = 1000;

    private final List<String> names;
    private final Outcomes outcomes;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Last> last = new ConcurrentHashMap<>();
    private final Deque<Following> followed = new ArrayDeque<>();

    /**
     * The last event of one sink.
     *
     * @param number grows with the order in which events came
     * @param content as the sender put it
     */
    record Last(long number, Instant at, Object content) {}

    Reporters(List<String> names, Outcomes outcomes) {
        this.names = names;
        this.outcomes = outcomes;
    }

    List<String> names() {
        return names;
    }

    Optional<Last> last(String name) {
        return Optional.ofNullable(last.get(name));
    }

    /** To be called once the event is accepted. */
    void follow(Event event, Object content) {
        long number = numbers.incrementAndGet();
        Following following = outcomes.follow(event.id(), outcome -> note(number, outcome, content));
        Following oldest = null;
        synchronized (followed) {
            followed.addLast(following);
            if (followed.size() > MOST_FOLLOWED) {
                oldest = followed.removeFirst();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    private void note(long number, Outcome outcome, Object content) {
        for (Delivery delivery : outcome.deliveries()) {
            if (delivery.status().equals("delivered") && names.contains(delivery.sink())) {
                Last now = new Last(number, time(delivery, outcome), content);
                // retries end in another order than events came
                last.merge(delivery.sink(), now, (old, other) -> other.number() >= old.number() ? other : old);
            }
        }
    }

    private static Instant time(Delivery delivery, Outcome outcome) {
        List<Attempt> attempts = delivery.attempts();
        return attempts.isEmpty()
                ? outcome.arrived()
                : attempts.get(attempts.size() - 1).at();
    }

    void close() {
        synchronized (followed) {
            followed.forEach(Following::close);
            followed.clear();
        }
    }
}
