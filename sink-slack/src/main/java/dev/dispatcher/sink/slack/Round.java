/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch on its way: which messages go to which channel, and what became of each event. One thread. */
final class Round {

    /** Sends one message of one or more events. */
    interface Send {
        void send(String channel, List<Event> events) throws DeliveryException, IOException, InterruptedException;
    }

    /** What a channel gets: events by their place in the batch. */
    private static final class Plan {
        final List<List<Integer>> messages = new ArrayList<>();
        final List<Integer> surplus = new ArrayList<>();
        int posts;
    }

    private final List<Event> batch;
    private final int above;
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final Map<Integer, DeliveryException> failures = new LinkedHashMap<>();
    private final Map<Integer, Set<String>> done = new LinkedHashMap<>();
    /** Set once nothing more of this batch can get through. */
    private @Nullable DeliveryException over;

    /** @param above how many new messages a channel gets before the rest becomes one */
    Round(List<Event> batch, int above) {
        this.batch = batch;
        this.above = above;
    }

    /** @param free true when it is no new message, so that the channel's limit does not count */
    void add(String channel, int at, boolean free) {
        Plan plan = plans.computeIfAbsent(channel, made -> new Plan());
        if (free || plan.posts < above) {
            plan.messages.add(List.of(at));
            plan.posts += free ? 0 : 1;
        } else {
            plan.surplus.add(at);
        }
    }

    /** One that can be tried again counts more: the event is worth it. */
    void failed(int at, DeliveryException failure) {
        failures.merge(at, failure, (before, now) -> before.retryable() ? before : now);
    }

    /** The channels take turns, so that their waiting times are the same ones. */
    void run(Send send) throws InterruptedException {
        plans.values().stream()
                .filter(plan -> !plan.surplus.isEmpty())
                .forEach(plan -> plan.messages.add(plan.surplus));
        boolean more = true;
        for (int turn = 0; more; turn++) {
            more = false;
            for (Map.Entry<String, Plan> plan : plans.entrySet()) {
                List<List<Integer>> messages = plan.getValue().messages;
                if (turn < messages.size()) {
                    more = true;
                    send(plan.getKey(), messages.get(turn), send);
                }
            }
        }
    }

    private void send(String channel, List<Integer> places, Send send) throws InterruptedException {
        DeliveryException failure = over;
        if (failure == null) {
            try {
                send.send(channel, places.stream().map(batch::get).toList());
            } catch (DeliveryException e) {
                failure = e;
            } catch (IOException e) {
                failure = DeliveryException.of(e);
            }
        }
        for (int at : places) {
            if (failure == null) {
                done.computeIfAbsent(at, made -> new HashSet<>()).add(channel);
            } else {
                failed(at, failure);
            }
        }
        if (failure != null && (failure.retryable() || failure.reason() == DeliveryException.Reason.AUTH)) {
            over = failure;
        }
    }

    /** Ends the round: remembers where failed events have arrived nevertheless, and says which these are. */
    void settle(Recent<Event, Set<String>> unfinished) throws DeliveryException {
        for (int at = 0; at < batch.size(); at++) {
            DeliveryException failure = failures.get(at);
            Set<String> reached = done.getOrDefault(at, Set.of());
            if (failure == null || !(failure.retryable() || failure.reason() == DeliveryException.Reason.AUTH)) {
                unfinished.remove(batch.get(at));
            } else if (!reached.isEmpty()) {
                unfinished.change(batch.get(at), Set.of(), before -> {
                    Set<String> all = new HashSet<>(before);
                    all.addAll(reached);
                    return all;
                });
            }
        }
        if (!failures.isEmpty()) {
            throw together();
        }
    }

    private DeliveryException together() {
        Map<DeliveryException, List<Event>> same = new LinkedHashMap<>();
        failures.forEach((at, failure) ->
                same.computeIfAbsent(failure, made -> new ArrayList<>()).add(batch.get(at)));
        List<DeliveryException> parts = new ArrayList<>();
        same.forEach((failure, events) -> parts.add(failure.onlyFor(events)));
        DeliveryException first = parts.get(0);
        for (DeliveryException other : parts.subList(1, parts.size())) {
            first = first.also(other);
        }
        return first;
    }
}
