/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.takeover.Import;
import dev.dispatcher.portal.kapacitor.takeover.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The one thread beside the API: takes over at the start what was asked for, then compares from time to time. */
final class Upkeep {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final PluginContext context;
    private final Import importing;
    private final Reconciler reconciler;
    private final Duration pause;
    private final boolean check;
    private final Semaphore now = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    /** Used by the thread alone. */
    private boolean toImport;

    private boolean failing;

    /**
     * @param toImport whether there is something to take over
     * @param check whether only to say what it is
     */
    Upkeep(
            PluginContext context,
            Import importing,
            Reconciler reconciler,
            Duration pause,
            boolean toImport,
            boolean check) {
        this.context = context;
        this.importing = importing;
        this.reconciler = reconciler;
        this.pause = pause;
        this.toImport = toImport;
        this.check = check;
        this.thread = new Thread(this::run, "dispatcher-" + context.name() + "-reconciler");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Compares at once, not when it is time. */
    void compareNow() {
        now.release();
    }

    private void run() {
        try {
            while (!closed) {
                boolean imported = imported();
                boolean done = reconciler.run() && imported;
                // what is away is looked for more often
                Duration wait = done || pause.compareTo(SOON) < 0 ? pause : SOON;
                if (now.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    now.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean imported() throws InterruptedException {
        if (!toImport) {
            return true;
        }
        try {
            Report report = importing.run(check);
            report.log(context.logger());
            context.counter("imported").add(check ? 0 : report.taken());
            toImport = false;
            return true;
        } catch (KapacitorException | SQLException | RuntimeException e) {
            if (!failing) {
                context.logger().warn("the import waits, nothing is taken over yet: {}", e.getMessage());
            }
            failing = true;
            return false;
        }
    }

    void close() {
        closed = true;
        thread.interrupt();
    }
}
