/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Option;

/** What sinks report. */
public record FollowUpOptions(
        @Option(
                value =
                        "How many reports may lie between an event that a sink reports and the one that came from outside;"
                                + " what is further away goes nowhere. 0 stops all reports.",
                fallback = "5")
        int hops) {

    static final FollowUpOptions DEFAULTS = new FollowUpOptions(5);

    public FollowUpOptions {
        if (hops < 0 || hops > 100) {
            throw new IllegalArgumentException("hops must be 0 to 100, not " + hops);
        }
    }
}
