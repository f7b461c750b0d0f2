/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Sink;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.plugin.GuardedPortal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One portal instance, started. Any number of threads. */
final class RunningPortal {

    private static final Logger LOG = LoggerFactory.getLogger(RunningPortal.class);

    private final PortalSpec spec;
    private final InstanceContext context;
    private final GuardedPortal portal;

    /** Creates and starts it: whatever it adds to the HTTP server is known afterwards, and not yet reachable. */
    RunningPortal(PortalSpec spec, Sink intake, EventReader events, Lendings lendings) throws Exception {
        this.spec = spec;
        this.context = new InstanceContext(spec.name(), 1, events, lendings);
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
    }

    PortalSpec spec() {
        return spec;
    }

    InstanceContext context() {
        return context;
    }

    GuardedPortal portal() {
        return portal;
    }

    void close() {
        try {
            portal.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: closing it failed", spec.name(), e);
        } finally {
            context.close();
        }
    }
}
