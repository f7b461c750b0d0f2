/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.store;

import dev.dispatcher.portal.kapacitor.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * One task as it is kept. While somebody changes it, {@code until} says how long he may take; after that the change counts as
 * abandoned, and {@code task} is what holds.
 *
 * @param version changes with every write, so that two writers notice each other
 * @param task what callers see; empty while it is being made
 * @param until empty when nobody changes it
 */
public record Row(String id, long version, Optional<Task> task, Optional<Instant> until) {

    /** Whether somebody is changing it. */
    public boolean busy(Instant now) {
        return until.isPresent() && until.get().isAfter(now);
    }

    /** Whether somebody began to change it and did not end. */
    public boolean abandoned(Instant now) {
        return until.isPresent() && !busy(now);
    }
}
