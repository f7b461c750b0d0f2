/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.core.intake.Recent;
import java.util.List;

/** Where outcomes are looked up. Any number of threads. */
@FunctionalInterface
interface Told {

    /** One accepted event; asked again and again by those who follow it. */
    interface Standing {
        Status status();

        Outcome outcome();
    }

    /** Those with this id, newest first. */
    List<? extends Standing> find(String id);

    /** Those that are still in memory. */
    static Told by(Recent recent) {
        return id -> recent.find(event -> event.arrival().event().id().equals(id), EventRoutes.MOST).stream()
                .map(event -> new Standing() {
                    @Override
                    public Status status() {
                        return event.status();
                    }

                    @Override
                    public Outcome outcome() {
                        return OutcomeView.of(event);
                    }
                })
                .toList();
    }
}
