/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.FileSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration's files again and again and says when their content is another. A content that was refused is
 * not tried again until it changes. One thread of its own.
 */
final class Watch implements AutoCloseable {

    /** What to look at, and how often. */
    record Target(Set<Path> files, String hash, Duration every) {}

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final long SHORTEST_MILLIS = 10;

    private final Thread thread;
    private final Supplier<Target> target;
    private final Runnable changed;
    private String tried = "";

    /**
     * @param target asked before each look
     * @param changed called on the watching thread
     */
    Watch(Supplier<Target> target, Runnable changed) {
        this.target = target;
        this.changed = changed;
        this.thread = new Thread(this::run, "watch-configuration");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Target now = target.get();
                boolean idle = now.every().isZero();
                Thread.sleep(Math.max(SHORTEST_MILLIS, (idle ? IDLE : now.every()).toMillis()));
                if (!idle) {
                    lookOnce();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        try {
            look(target.get());
        } catch (RuntimeException e) {
            // the next look may go well
            LOG.error("looking at the configuration's files failed", e);
        }
    }

    private void look(Target now) {
        String found = new FileSet(now.files()).fingerprint();
        if (!found.equals(now.hash()) && !found.equals(tried)) {
            tried = found;
            changed.run();
        } else if (found.equals(now.hash())) {
            tried = "";
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
