/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.core.history.History;
import dev.dispatcher.core.history.Kept;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Remembered;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /**
     * Those that are still in memory, or else those in the store.
     *
     * @param reader makes an event of its JSON
     */
    static Told by(Recent recent, History history, Function<byte[], Event> reader) {
        return id -> {
            List<Remembered> found =
                    recent.find(event -> event.arrival().event().id().equals(id), EventRoutes.MOST);
            return found.isEmpty()
                    ? kept(id, history, reader)
                    : found.stream().map(Told::standing).toList();
        };
    }

    private static Standing standing(Remembered event) {
        return new Standing() {
            @Override
            public Status status() {
                return event.status();
            }

            @Override
            public Outcome outcome() {
                return OutcomeView.of(event);
            }
        };
    }

    private static List<Standing> kept(String id, History history, Function<byte[], Event> reader) {
        try {
            return history.byId(id, EventRoutes.MOST).stream()
                    .map(kept -> standing(kept, reader))
                    .toList();
        } catch (SQLException e) {
            Logger log = LoggerFactory.getLogger(Told.class);
            log.debug("the store cannot be asked for the event {}", id, e);
            return List.of();
        }
    }

    private static Standing standing(Kept kept, Function<byte[], Event> reader) {
        Outcome outcome = KeptView.outcome(kept, reader.apply(kept.event()));
        return new Standing() {
            @Override
            public Status status() {
                return outcome.status();
            }

            @Override
            public Outcome outcome() {
                return outcome;
            }
        };
    }
}
