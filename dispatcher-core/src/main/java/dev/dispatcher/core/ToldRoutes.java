/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.delivery.DeadLetters;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.metrics.Ledger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** All routes that tell what became of events, and why, and that do something about it. */
final class ToldRoutes {

    private ToldRoutes() {}

    /**
     * @param reader makes an event of its JSON
     * @param current the generation in force
     * @param conf what files that rules name are relative to
     * @param goesOn false once the dispatcher stops
     */
    static List<ApiRoute> of(
            KeptHistory kept,
            Function<byte[], Event> reader,
            DeadLetters letters,
            Ledger ledger,
            Supplier<Generation> current,
            Clock clock,
            Ids ids,
            Path conf,
            BooleanSupplier goesOn) {
        Recent recent = kept.recent();
        Redrive redrive = new Redrive(letters, recent, current, clock, goesOn);
        List<ApiRoute> routes = new ArrayList<>();
        routes.addAll(new EventRoutes(recent, kept.history(), current, reader, clock).routes());
        routes.add(new PlanRoutes(kept.history(), current, reader, clock, conf).route());
        routes.add(new Tap(recent).route());
        routes.addAll(new SinkRoutes(current, ledger, clock, ids).routes());
        routes.addAll(new RuleRoutes(current, ledger).routes());
        routes.addAll(new DeadLetterRoutes(letters, redrive).routes());
        return routes;
    }
}
