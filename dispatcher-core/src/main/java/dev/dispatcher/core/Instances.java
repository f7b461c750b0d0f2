/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.delivery.Courier.Surroundings;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.PortalCounts;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes instances, with all that they need of the host. One reload at a time. */
final class Instances {

    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

    private final Lendings lendings;
    private final Surroundings surroundings;
    private final Ledger ledger;
    private final Ids ids;
    private final Supplier<Optional<Generation>> current;
    private final Intakes intakes;
    private final Spills spills;
    private final Map<RunningSink, CompletableFuture<Long>> leaving = new ConcurrentHashMap<>();
    private final Set<RunningPortal> leavingPortals = ConcurrentHashMap.newKeySet();

    /** @param current the generation in force, asked whenever a fallback is needed */
    Instances(
            Lendings lendings,
            Surroundings surroundings,
            Ledger ledger,
            Ids ids,
            Supplier<Optional<Generation>> current,
            Intakes intakes,
            Spills spills) {
        this.lendings = lendings;
        this.surroundings = surroundings;
        this.ledger = ledger;
        this.ids = ids;
        this.current = current;
        this.intakes = intakes;
        this.spills = spills;
    }

    /** @param inherited the queue of the instance before it; null for a new one */
    RunningSink sink(SinkSpec spec, @Nullable DeliveryQueue inherited) throws Exception {
        DeliveryQueue queue = inherited != null
                ? inherited
                : new DeliveryQueue(spec.name(), spec.delivery().queueOptions(), ledger.sink(spec.name()));
        try {
            spills.attach(queue, spec.delivery());
            EventReader events = reader(Limits.DEFAULTS, Counts.NONE);
            return new RunningSink(
                    spec, queue, () -> fallback(spec), surroundings, events, lendings, reports(spec, events));
        } catch (Exception | Error e) {
            if (inherited == null) {
                queue.counts().detach(queue);
            }
            throw e;
        }
    }

    private Reports reports(SinkSpec spec, EventReader events) {
        return new Reports(
                events,
                () -> intakes.reports(spec.name()),
                ledger.sink(spec.name()),
                () -> current.get()
                        .map(now -> now.configuration().settings().followUps())
                        .orElse(FollowUpOptions.DEFAULTS)
                        .hops(),
                LoggerFactory.getLogger(spec.name()));
    }

    private Optional<DeliveryQueue> fallback(SinkSpec spec) {
        return spec.delivery().fallback().flatMap(name -> current.get().flatMap(now -> now.queue(name)));
    }

    RunningPortal portal(PortalSpec spec) throws Exception {
        PortalCounts counts = ledger.portal(spec.name());
        return new RunningPortal(spec, intakes.portal(spec), reader(spec.limits(), counts::malformed), lendings);
    }

    private EventReader reader(Limits limits, Counts counts) {
        return new EventReader(limits, lendings.clock(), ids, counts);
    }

    /** The sink is no longer in the configuration: it delivers what it has, for a while. */
    CompletableFuture<Void> remove(RunningSink sink, Duration drain) {
        CompletableFuture<Long> end = sink.finish(drain, GaveUp.REMOVED);
        leaving.put(sink, end);
        CompletableFuture<?> unused = end.whenComplete((left, failure) -> {
            leaving.remove(sink);
            LOG.info(
                    "{}: removed{}",
                    sink.spec().name(),
                    failure != null || left == 0 ? "" : "; " + left + " left, given up");
        });
        return sink.closed();
    }

    /** The portal is no longer in the configuration, or another one is in its place. */
    CompletableFuture<Void> remove(RunningPortal portal) {
        leavingPortals.add(portal);
        return portal.retire().thenRun(() -> leavingPortals.remove(portal));
    }

    /** Completed when no removed sink of this name delivers any more: one that is back must not overtake it. */
    CompletableFuture<Void> gone(String sink) {
        return CompletableFuture.allOf(leaving.entrySet().stream()
                .filter(each -> each.getKey().spec().name().equals(sink))
                .map(Map.Entry::getValue)
                .toArray(CompletableFuture[]::new));
    }

    /** Sinks that are no longer in the configuration and still deliver, with how many deliveries will be left in the end. */
    Map<RunningSink, CompletableFuture<Long>> leaving() {
        return Map.copyOf(leaving);
    }

    /** Portals that are no longer in the configuration and still answer. */
    Set<RunningPortal> leavingPortals() {
        return Set.copyOf(leavingPortals);
    }
}
