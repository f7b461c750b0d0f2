/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.metrics.Sources.Reloads;
import java.time.Clock;

/** How reloads went; the start is the first. Any number of threads. */
final class ReloadCounts {

    private final Clock clock;
    private long succeeded;
    private long failed;
    private boolean lastSucceeded;
    private double lastSuccess;

    ReloadCounts(Clock clock) {
        this.clock = clock;
    }

    synchronized void succeeded() {
        succeeded++;
        lastSucceeded = true;
        lastSuccess = clock.millis() / 1000.0;
    }

    synchronized void failed() {
        failed++;
        lastSucceeded = false;
    }

    synchronized Reloads told(String hash) {
        return new Reloads(succeeded, failed, lastSucceeded, lastSuccess, hash);
    }
}
