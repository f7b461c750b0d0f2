/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Sink;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The API and what keeps Kapacitor as the store says. Alerts themselves come in by the webhook of another portal. */
final class AlertsPortal implements Portal {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AlertRoutes routes;
    private final Reconciler reconciler;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    AlertsPortal(String name, AlertRoutes routes, Reconciler reconciler, Duration pause) {
        this.routes = routes;
        this.reconciler = reconciler;
        this.pause = pause;
        this.thread = new Thread(this::reconcile, "dispatcher-" + name + "-reconciler");
        thread.setDaemon(true);
    }

    @Override
    public void start(Sink intake) {
        routes.add();
        thread.start();
    }

    private void reconcile() {
        try {
            Duration wait;
            do {
                // what is away is looked for more often
                wait = reconciler.run() || pause.compareTo(SOON) < 0 ? pause : SOON;
            } while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    @Override
    public String toString() {
        return "kapacitor-alerts";
    }
}
