/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import dev.dispatcher.core.thread.Threads;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the HTTP clients that the host lends to plugins. One for the whole process: it owns the thread that watches
 * deadlines and interrupts. Any number of threads. Close it after the clients.
 */
public final class HttpClients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);

    private final CallWatcher watcher = new CallWatcher();
    private final ExecutorService threads = Threads.unbounded("http-client-");

    /**
     * A client with connections of its own; connects to nothing yet. The caller closes it.
     *
     * @throws IllegalArgumentException when a TLS file or the proxy cannot be used; says which and why
     */
    public PooledHttp open(Http.Settings settings) {
        return open(settings, LOG);
    }

    /** The same, with warnings going to the logger of the instance that the client is for. */
    public PooledHttp open(Http.Settings settings, Logger logger) {
        if (!settings.tls().verify()) {
            logger.warn("verify is false: certificates are not checked, and anyone on the way can read and answer");
        }
        return new PooledHttp(settings, watcher, threads);
    }

    /** Ends the threads; calls that are still under way are interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
        watcher.close();
    }
}
