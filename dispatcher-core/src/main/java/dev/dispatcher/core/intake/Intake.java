/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.PortalCounts;
import dev.dispatcher.core.metrics.Refusal;
import dev.dispatcher.core.metrics.RuleCounts;
import dev.dispatcher.core.metrics.SinkCounts;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.DeliveryQueue.Admission;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.RuleHit;
import dev.dispatcher.core.trace.Around;
import dev.dispatcher.core.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a portal delivers into: counts, asks the rules, leaves out duplicates, and fills the queues. It takes a list whole or
 * not at all, and never waits. Any number of threads, I/O threads included.
 */
public final class Intake implements Sink {

    /** How long a sender that was refused should wait. Queues empty in moments, or not for long. */
    private static final Duration REFUSED_WAIT = Duration.ofSeconds(1);

    /** Never changed. */
    private static final BitSet NONE = new BitSet(0);

    private static final Delivery[] NO_DELIVERIES = {};

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);

    private final String portal;
    private final Supplier<@Nullable Routing> routing;
    private final Ledger ledger;
    private final PortalCounts counts;
    private final Clock clock;
    private final LongSupplier keys;
    private final Recent recent;
    private final Duplicates duplicates;
    private volatile boolean stopping;

    /** One of which nothing is remembered. */
    public Intake(
            String portal,
            IntakeOptions options,
            Supplier<@Nullable Routing> routing,
            Ledger ledger,
            Clock clock,
            LongSupplier keys) {
        this(portal, options, routing, ledger, clock, keys, Recent.NOTHING);
    }

    /**
     * @param routing asked for each list; answers at once; null while the dispatcher starts
     * @param keys gives a larger number each time, also to several intakes
     * @param recent gets what was accepted
     */
    public Intake(
            String portal,
            IntakeOptions options,
            Supplier<@Nullable Routing> routing,
            Ledger ledger,
            Clock clock,
            LongSupplier keys,
            Recent recent) {
        this.recent = recent;
        this.portal = portal;
        this.routing = routing;
        this.ledger = ledger;
        this.counts = ledger.portal(portal);
        this.clock = clock;
        this.keys = keys;
        this.duplicates = new Duplicates(options.duplicates());
    }

    /** Refuses everything from now on, as something that may be tried again: elsewhere, or after a restart. */
    public void stop() {
        stopping = true;
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException {
        if (batch.isEmpty()) {
            return;
        }
        counts.received.add(batch.size());
        boolean accounted = false;
        try {
            take(batch);
            accounted = true;
        } catch (Refused e) {
            counts.refused.add(e.why, batch.size());
            accounted = true;
            throw e.answer();
        } catch (RuntimeException e) {
            LOGGER.error("{}: a mistake in the dispatcher; the events are refused", portal, e);
            throw DeliveryException.retryable(Reason.FAULT, "the dispatcher could not take the events", e)
                    .notBefore(REFUSED_WAIT);
        } finally {
            if (!accounted) {
                counts.refused.add(Refusal.FAULT, batch.size());
            }
        }
    }

    private void take(List<Event> batch) throws Refused {
        Routing last = null;
        while (true) {
            Routing current = routing.get();
            if (current == null) {
                throw new Refused(Refusal.STOPPING, "the dispatcher is starting");
            }
            if (stopping || current.equals(last)) {
                throw new Refused(Refusal.STOPPING, "the dispatcher is stopping");
            }
            // again only when a reload has closed a queue meanwhile: nothing was taken then
            if (take(batch, current)) {
                return;
            }
            last = current;
        }
    }

    /** False when a queue is closed. */
    private boolean take(List<Event> batch, Routing current) throws Refused {
        Instant now = clock.instant();
        List<Decision> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            answers.add(current.router().decide(batch.get(i), now));
        }
        if (!duplicates.concern(batch)) {
            return admit(batch, answers, current, now, NONE);
        }
        List<Duplicates.Keys> names = duplicates.keys(batch);
        duplicates.lock.lock();
        try {
            long nanos = System.nanoTime();
            BitSet repeated = duplicates.repeated(names, nanos);
            boolean admitted = admit(batch, answers, current, now, repeated);
            if (admitted) {
                duplicates.remember(names, repeated, nanos);
            }
            return admitted;
        } finally {
            duplicates.lock.unlock();
        }
    }

    private boolean admit(List<Event> batch, List<Decision> answers, Routing current, Instant now, BitSet repeated)
            throws Refused {
        Fanout fanout = new Fanout(current.queues(), batch.size());
        @Nullable Remembered[] remembered = recent.on() ? new Remembered[batch.size()] : null;
        Trace trace = Around.current().trace();
        for (int i = 0; i < batch.size(); i++) {
            Decision answer = answers.get(i);
            int copies = repeated.get(i) ? 0 : answer.targets().size();
            if (copies == 0 && remembered == null) {
                continue;
            }
            Arrival arrival = new Arrival(batch.get(i), portal, keys.getAsLong(), now, trace);
            Delivery[] made = copies == 0 ? NO_DELIVERIES : new Delivery[copies];
            for (int j = 0; j < copies; j++) {
                made[j] = fanout.add(answer.targets().get(j), arrival);
            }
            if (remembered != null) {
                remembered[i] = new Remembered(arrival, repeated.get(i), current.rulebook(), made);
            }
        }
        Admission admission = current.dryRun() ? fanout.withhold() : fanout.admit();
        switch (admission) {
            case CLOSED -> {
                return false;
            }
            case FULL -> throw new Refused(Refusal.OVERFLOW, "no room now: " + fanout.refusal());
            case TOO_LARGE -> throw new Refused(Refusal.TOO_LARGE, "send fewer events at once: " + fanout.refusal());
            case ADMITTED -> {
                for (int i = 0; i < batch.size(); i++) {
                    count(answers.get(i), repeated.get(i));
                    Remembered event = remembered == null ? null : remembered[i];
                    if (event != null) {
                        recent.add(event);
                    }
                }
            }
        }
        return true;
    }

    /** Only what was taken: a refused event will come again. */
    private void count(Decision answer, boolean repeated) {
        if (repeated) {
            counts.duplicate.increment();
            return;
        }
        (answer.targets().isEmpty() ? counts.ignored : counts.routed).increment();
        for (int i = 0; i < answer.hits().size(); i++) {
            RuleHit hit = answer.hits().get(i);
            RuleCounts rule = ledger.rule(hit.rule());
            (hit.shadow() ? rule.shadow : rule.matched).increment();
        }
        for (int i = 0; i < answer.targets().size(); i++) {
            ledger.rule(answer.targets().get(i).rule()).made.increment();
        }
        for (int i = 0; i < answer.merged().size(); i++) {
            Merged merged = answer.merged().get(i);
            ledger.rule(merged.rule()).merged.increment();
            SinkCounts sink = ledger.sink(merged.sink());
            sink.made.increment();
            sink.merged.increment();
        }
    }

    /** Not an answer yet, since a permanent and a temporary one differ. */
    private static final class Refused extends Exception {
        final Refusal why;

        Refused(Refusal why, String message) {
            super(message, null, false, false);
            this.why = why;
        }

        DeliveryException answer() {
            String message = String.valueOf(getMessage());
            return why == Refusal.TOO_LARGE
                    ? DeliveryException.permanent(Reason.OVERFLOW, message, null)
                    : DeliveryException.retryable(Reason.OVERFLOW, message, null)
                            .notBefore(REFUSED_WAIT);
        }
    }
}
