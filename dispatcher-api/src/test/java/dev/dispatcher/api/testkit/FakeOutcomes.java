/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What became of events, as a test says. Listeners are called by who says it. Any number of threads. */
public final class FakeOutcomes implements Outcomes {

    private record Followed(String id, Consumer<Outcome> listener) {}

    private final Clock clock;
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Followed> followed = new CopyOnWriteArrayList<>();

    FakeOutcomes(Clock clock) {
        this.clock = clock;
    }

    /** From now on this is what became of the event; those who follow it are told. */
    public FakeOutcomes become(Event event, Status status, Delivery... deliveries) {
        Outcome outcome = new Outcome(event, "front-door", clock.instant(), status, List.of(deliveries));
        outcomes.removeIf(old -> old.event().id().equals(event.id()));
        outcomes.add(0, outcome);
        tell(outcome);
        return this;
    }

    /** The event with this id is not remembered any more. */
    public FakeOutcomes forget(String id) {
        outcomes.removeIf(old -> old.event().id().equals(id));
        followed.removeIf(each -> each.id().equals(id));
        return this;
    }

    private void tell(Outcome outcome) {
        for (Followed each : new ArrayList<>(followed)) {
            if (each.id().equals(outcome.event().id())) {
                each.listener().accept(outcome);
                if (outcome.status().settled()) {
                    followed.remove(each);
                }
            }
        }
    }

    /** How many followings have not ended. */
    public int followed() {
        return followed.size();
    }

    @Override
    public List<Outcome> find(String id) {
        return outcomes.stream()
                .filter(outcome -> outcome.event().id().equals(id))
                .toList();
    }

    @Override
    public Following follow(String id, Consumer<Outcome> listener) {
        List<Outcome> found = find(id);
        if (found.isEmpty()) {
            return () -> {};
        }
        Followed each = new Followed(id, listener);
        followed.add(each);
        listener.accept(found.get(0));
        if (found.get(0).status().settled()) {
            followed.remove(each);
        }
        return () -> followed.remove(each);
    }
}
