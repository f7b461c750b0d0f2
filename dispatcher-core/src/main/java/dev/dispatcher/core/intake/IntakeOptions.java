/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.delivery.Checks;
import java.time.Duration;

/** What the user may say about what a portal delivers into: the {@code intake} block. */
public record IntakeOptions(
        @Option(
                value =
                        "When the sender gets its answer: 'queued', once the events are in memory; 'stored', once the journal"
                                + " keeps them, so that they are delivered even if the process is killed; 'delivered', once every"
                                + " sink took them.",
                fallback = "queued")
        Acknowledge acknowledge,

        @Option(
                value = "How long 'stored' and 'delivered' let a sender wait; then it is told to try again.",
                fallback = "30s")
        Duration acknowledgeWithin,

        @Option("Which events are the same as one before; they are accepted and counted, but not dispatched.")
        DuplicateOptions duplicates) {

    public static final IntakeOptions DEFAULTS =
            new IntakeOptions(Acknowledge.QUEUED, Duration.ofSeconds(30), DuplicateOptions.DEFAULTS);

    public IntakeOptions {
        Checks.positive("acknowledge-within", acknowledgeWithin);
    }

    /** What an answer promises. */
    public enum Acknowledge {
        /** The events are in memory, in every queue that they go to. */
        QUEUED,
        /** They are in the journal too: they are delivered, by the next process if need be. */
        STORED,
        /** Every sink took them. */
        DELIVERED
    }

    /** Whether intake keeps its caller waiting. */
    public boolean waits() {
        return acknowledge != Acknowledge.QUEUED;
    }
}
