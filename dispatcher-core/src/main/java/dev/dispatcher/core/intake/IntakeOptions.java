/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Option;

/** What the user may say about what a portal delivers into: the {@code intake} block. */
public record IntakeOptions(
        @Option(value = "When the sender gets its answer: queued, once the events are in memory.", fallback = "queued")
        Acknowledge acknowledge,

        @Option("Which events are the same as one before; they are accepted and counted, but not dispatched.")
        DuplicateOptions duplicates) {

    public static final IntakeOptions DEFAULTS = new IntakeOptions(Acknowledge.QUEUED, DuplicateOptions.DEFAULTS);

    /** What an answer promises. */
    public enum Acknowledge {
        /** The events are in memory, in every queue that they go to. */
        QUEUED
    }
}
