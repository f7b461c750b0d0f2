/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.intake.Intake;
import dev.dispatcher.core.plugin.GuardedPortal;
import java.util.concurrent.CompletableFuture;

/** One portal instance, started. Any number of threads. */
final class RunningPortal {

    private final PortalSpec spec;
    private final Intake intake;
    private final InstanceContext context;
    private final GuardedPortal portal;

    /** Creates and starts it: whatever it adds to the HTTP server is known afterwards, and not yet reachable. */
    RunningPortal(PortalSpec spec, Intake intake, EventReader events, Lendings lendings) throws Exception {
        this.spec = spec;
        this.intake = intake;
        this.context = new InstanceContext(
                spec.name(),
                spec.offer(),
                1,
                events,
                lendings,
                null,
                spec.intake().waits());
        GuardedPortal created;
        try {
            created = GuardedPortal.create(spec.offer(), spec.options(), context);
        } catch (Exception | Error e) {
            context.close();
            throw e;
        }
        this.portal = created;
        try {
            created.start(intake);
        } catch (Exception | Error e) {
            close();
            throw e;
        }
        context.noMoreRoutes();
    }

    PortalSpec spec() {
        return spec;
    }

    InstanceContext context() {
        return context;
    }

    /** Refuses what still comes, as something that may be tried again. */
    void refuse() {
        intake.stop();
    }

    /**
     * Takes no new requests, answers those under way, then closes it.
     *
     * @return completed when it is closed
     */
    CompletableFuture<Void> retire() {
        return context.requests().close().thenCompose(none -> closeSoon());
    }

    /** Closes it whatever is under way. May be called again. */
    CompletableFuture<Void> closeSoon() {
        return Closing.begin(spec.name(), this::close);
    }

    private void close() {
        try {
            portal.close();
        } finally {
            context.close();
        }
    }
}
