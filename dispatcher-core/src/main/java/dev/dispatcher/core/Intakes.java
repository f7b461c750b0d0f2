/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.intake.Intake;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Routing;
import dev.dispatcher.core.journal.Journal;
import dev.dispatcher.core.metrics.Ledger;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes what portals deliver into, and sinks report into.
 *
 * @param current the generation in force
 * @param keys shared by all
 * @param recent gets what was accepted
 * @param journal open when a portal promises to store
 */
record Intakes(
        Supplier<Optional<Generation>> current,
        Ledger ledger,
        Clock clock,
        AtomicLong keys,
        Recent recent,
        Supplier<Journal> journal) {

    Intake portal(PortalSpec spec) {
        return into(spec.name(), spec.intake(), Generation::routing);
    }

    Intake reports(String sink) {
        return into(Generation.REPORTER + sink, IntakeOptions.DEFAULTS, Generation::reportRouting);
    }

    private Intake into(String portal, IntakeOptions options, Function<Generation, Routing> routing) {
        return new Intake(
                portal,
                options,
                () -> current.get().map(routing).orElse(null),
                ledger,
                clock,
                keys::incrementAndGet,
                recent,
                journal);
    }
}
