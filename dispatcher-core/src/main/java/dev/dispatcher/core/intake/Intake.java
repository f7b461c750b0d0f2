/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.core.journal.Journal;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.PortalCounts;
import dev.dispatcher.core.metrics.Refusal;
import dev.dispatcher.core.rules.Decision;
import java.time.Clock;
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
 * not at all, and waits for nothing but what {@code intake.acknowledge} asks for. Any number of threads, I/O threads included.
 */
public final class Intake implements Sink {

    /** Never changed. */
    private static final BitSet NONE = new BitSet(0);

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);

    private final String portal;
    private final Supplier<@Nullable Routing> routing;
    private final Ledger ledger;
    private final PortalCounts counts;
    private final Clock clock;
    private final LongSupplier keys;
    private final Recent recent;
    private final IntakeOptions options;
    private final Supplier<Journal> journal;
    private final Duplicates duplicates;
    private volatile boolean stopping;

    /** One of which nothing is remembered, without a journal. */
    public Intake(
            String portal,
            IntakeOptions options,
            Supplier<@Nullable Routing> routing,
            Ledger ledger,
            Clock clock,
            LongSupplier keys) {
        this(portal, options, routing, ledger, clock, keys, Recent.NOTHING, () -> {
            throw new IllegalStateException("there is no journal");
        });
    }

    /**
     * @param routing asked for each list; answers at once; null while the dispatcher starts
     * @param keys gives a larger number each time, also to several intakes
     * @param recent gets what was accepted
     * @param journal asked when the options promise to store
     */
    public Intake(
            String portal,
            IntakeOptions options,
            Supplier<@Nullable Routing> routing,
            Ledger ledger,
            Clock clock,
            LongSupplier keys,
            Recent recent,
            Supplier<Journal> journal) {
        this.recent = recent;
        this.options = options;
        this.journal = journal;
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
        } catch (DeliveryException e) {
            // they are on their way, and in the books, although not as safe yet as the sender asked for
            accounted = true;
            throw e;
        } catch (RuntimeException e) {
            LOGGER.error("{}: a mistake in the dispatcher; the events are refused", portal, e);
            throw DeliveryException.retryable(Reason.FAULT, "the dispatcher could not take the events", e)
                    .notBefore(Refused.WAIT);
        } finally {
            if (!accounted) {
                counts.refused.add(Refusal.FAULT, batch.size());
            }
        }
    }

    private void take(List<Event> batch) throws Refused, DeliveryException {
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
    private boolean take(List<Event> batch, Routing current) throws Refused, DeliveryException {
        Instant now = clock.instant();
        List<Decision> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            answers.add(current.router().decide(batch.get(i), now));
        }
        if (!duplicates.concern(batch)) {
            return admit(batch, answers, current, now, NONE);
        }
        List<Duplicates.Keys> names = duplicates.keys(batch);
        return options.waits()
                ? takeApart(batch, answers, current, now, names)
                : takeAtOnce(batch, answers, current, now, names);
    }

    private boolean takeAtOnce(
            List<Event> batch, List<Decision> answers, Routing current, Instant now, List<Duplicates.Keys> names)
            throws Refused, DeliveryException {
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

    /** Others need not wait for what these wait for; only the same event is sent away until it is known what came of it. */
    private boolean takeApart(
            List<Event> batch, List<Decision> answers, Routing current, Instant now, List<Duplicates.Keys> names)
            throws Refused, DeliveryException {
        long nanos = System.nanoTime();
        BitSet repeated = duplicates.begin(names, nanos);
        if (repeated == null) {
            throw new Refused(Refusal.IN_PROGRESS, "the same event is being taken at this moment");
        }
        boolean taken = false;
        try {
            taken = admit(batch, answers, current, now, repeated);
            return taken;
        } finally {
            duplicates.end(names, repeated, nanos, taken);
        }
    }

    private boolean admit(List<Event> batch, List<Decision> answers, Routing current, Instant now, BitSet repeated)
            throws Refused, DeliveryException {
        Acknowledgement promises = current.dryRun() ? Acknowledgement.QUEUED : acknowledgement();
        Arriving arriving = new Arriving(batch, answers, repeated, current, recent);
        arriving.make(portal, now, keys, promises);
        if (!arriving.enter(promises, ledger, counts)) {
            return false;
        }
        promises.await();
        return true;
    }

    private Acknowledgement acknowledgement() {
        return switch (options.acknowledge()) {
            case QUEUED -> Acknowledgement.QUEUED;
            case STORED -> new Stored(journal.get(), options.acknowledgeWithin());
            case DELIVERED -> new Delivered(options.acknowledgeWithin());
        };
    }
}
