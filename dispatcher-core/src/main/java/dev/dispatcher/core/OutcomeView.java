/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Outcomes.Attempt;
import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Failure;
import dev.dispatcher.core.queue.Life;
import java.util.Optional;

/** A remembered event as plugins see it. */
final class OutcomeView {

    private OutcomeView() {}

    static Outcome of(Remembered remembered) {
        return new Outcome(
                remembered.arrival().event(),
                remembered.arrival().portal(),
                remembered.arrival().at(),
                remembered.status(),
                remembered.deliveries().stream().map(OutcomeView::delivery).toList());
    }

    private static dev.dispatcher.api.Outcomes.Delivery delivery(Delivery delivery) {
        Life life = delivery.life();
        return new dev.dispatcher.api.Outcomes.Delivery(
                delivery.sink(),
                delivery.rule(),
                Metrics.label(life.status()),
                delivery.queuedAt(),
                Optional.ofNullable(life.why()),
                life.attempts().stream().map(OutcomeView::attempt).toList());
    }

    private static Attempt attempt(dev.dispatcher.core.queue.Attempt attempt) {
        return new Attempt(
                attempt.at(),
                attempt.took(),
                Optional.ofNullable(attempt.failure()).map(Failure::message));
    }
}
