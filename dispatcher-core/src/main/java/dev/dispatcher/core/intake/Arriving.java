/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.PortalCounts;
import dev.dispatcher.core.metrics.RuleCounts;
import dev.dispatcher.core.metrics.SinkCounts;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Promise;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.RuleHit;
import dev.dispatcher.core.trace.Around;
import dev.dispatcher.core.trace.Trace;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The events of one request on their way into the queues: deliveries made of decisions, and their place in the books. One thread. */
final class Arriving {

    private static final Delivery[] NO_DELIVERIES = {};

    private final List<Event> batch;
    private final List<Decision> answers;
    private final BitSet repeated;
    private final Routing routing;
    private final Recent recent;
    private final Fanout fanout;
    private final @Nullable Remembered[] remembered;
    private final boolean remembers;

    Arriving(List<Event> batch, List<Decision> answers, BitSet repeated, Routing routing, Recent recent) {
        this.batch = batch;
        this.answers = answers;
        this.repeated = repeated;
        this.routing = routing;
        this.recent = recent;
        this.fanout = new Fanout(routing.queues(), batch.size());
        this.remembers = recent.on();
        this.remembered = new Remembered[remembers ? batch.size() : 0];
    }

    /** Makes the deliveries. */
    void make(String portal, Instant now, LongSupplier keys, Acknowledgement promises) {
        Trace trace = Around.current().trace();
        for (int i = 0; i < batch.size(); i++) {
            Decision answer = answers.get(i);
            int copies = repeated.get(i) ? 0 : answer.targets().size();
            if (copies == 0 && !remembers) {
                continue;
            }
            Arrival arrival = new Arrival(batch.get(i), portal, keys.getAsLong(), now, trace);
            Delivery[] made = copies == 0 ? NO_DELIVERIES : new Delivery[copies];
            Promise promise = copies == 0 ? null : promises.about(copies);
            for (int j = 0; j < copies; j++) {
                made[j] = fanout.add(answer.targets().get(j), arrival, promise, j);
            }
            if (promise != null) {
                promises.made(promise, arrival, made);
            }
            if (remembers) {
                remembered[i] = new Remembered(arrival, repeated.get(i), routing.rulebook(), made);
            }
        }
    }

    /**
     * Puts them into the queues, after whatever was promised is made sure of.
     *
     * @return false when a queue is closed; nothing was taken then
     * @throws Refused when nothing was taken
     */
    boolean enter(Acknowledgement promises, Ledger ledger, PortalCounts counts) throws Refused {
        if (routing.dryRun()) {
            fanout.withhold();
        } else if (!promises.enter(fanout)) {
            return false;
        }
        for (int i = 0; i < answers.size(); i++) {
            count(answers.get(i), repeated.get(i), ledger, counts);
            if (remembers) {
                Remembered event = remembered[i];
                if (event != null) {
                    recent.add(event);
                }
            }
        }
        return true;
    }

    /** Only what was taken: a refused event will come again. */
    private static void count(Decision answer, boolean repeated, Ledger ledger, PortalCounts counts) {
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
}
