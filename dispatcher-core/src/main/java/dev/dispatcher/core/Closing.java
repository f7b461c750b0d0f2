/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes instances on threads of their own: a plugin's {@code close} may take its time, or never end. */
final class Closing {

    /** What the end of the process waits for it. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /** Never completes exceptionally. */
    static CompletableFuture<Void> begin(String name, Runnable close) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        close.run();
                    } catch (RuntimeException | Error e) {
                        LOG.warn("{}: closing it failed", name, e);
                    } finally {
                        done.complete(null);
                    }
                },
                "close-" + name);
        thread.setDaemon(true);
        // not that of a plugin, whose request may have been the last one
        thread.setContextClassLoader(Closing.class.getClassLoader());
        thread.start();
        return done;
    }

    /** Waits a little for all of them; what does not end is left behind. */
    static void await(Collection<CompletableFuture<Void>> ends) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("closing some plugins' instances does not end; they are left behind");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
