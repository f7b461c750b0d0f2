/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;

/** What is remembered of accepted events, so that they can be explained. */
public record ExplainOptions(
        @Option(
                value =
                        "How many accepted events are remembered, for /api/events and /api/tap; the oldest are forgotten"
                                + " first. 0 switches both off.",
                fallback = "10000")
        int keep,

        @Option(value = "How much memory they may take; estimated.", fallback = "16MiB")
        ByteSize keepSize) {

    public static final ExplainOptions DEFAULTS = new ExplainOptions(10_000, new ByteSize(16 << 20));

    public ExplainOptions {
        if (keep < 0 || keep > 10_000_000) {
            throw new IllegalArgumentException("keep must be 0 to 10000000, not " + keep);
        }
    }
}
