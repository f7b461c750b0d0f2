/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Sink;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** The API and what keeps Kapacitor as the store says. Alerts themselves come in by the webhook of another portal. */
final class AlertsPortal implements Portal {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AlertRoutes routes;
    private final Reconciler reconciler;
    private final Duration pause;
    private final Logger log;
    private final ScheduledExecutorService clockwork;

    AlertsPortal(String name, AlertRoutes routes, Reconciler reconciler, Duration pause, Logger log) {
        this.routes = routes;
        this.reconciler = reconciler;
        this.pause = pause;
        this.log = log;
        this.clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "dispatcher-" + name + "-reconciler");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start(Sink intake) {
        routes.add();
        clockwork.execute(this::round);
    }

    private void round() {
        boolean done = false;
        try {
            done = reconciler.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Error e) {
            log.error("the comparison with Kapacitor broke", e);
            throw e;
        }
        Duration wait = done || pause.compareTo(SOON) < 0 ? pause : SOON;
        if (!clockwork.isShutdown()) {
            clockwork.schedule(this::round, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }

    @Override
    public String toString() {
        return "kapacitor-alerts";
    }
}
