/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.delivery.Checks;
import java.time.Duration;
import java.util.List;

/** Which events are the same as one before. */
public record DuplicateOptions(
        @Option(
                value = "The fields that are equal then; an event that has none of them is never a duplicate.",
                fallback = "[id]")
        List<String> by,

        @Option(value = "For how long an event is remembered; 0s switches it off.", fallback = "0s")
        Duration within,

        @Option(
                value = "For how long an event is remembered by the key that its sender gives it (source and id of a"
                        + " CloudEvent, the delivery of a webhook), counted from its last repeat; 0s switches it off.",
                fallback = "24h")
        Duration repeats,

        @Option(value = "How many events are remembered at most; the oldest are forgotten first.", fallback = "100000")
        int keep) {

    public static final DuplicateOptions DEFAULTS =
            new DuplicateOptions(List.of("id"), Duration.ZERO, Duration.ofHours(24), 100_000);

    public DuplicateOptions {
        Checks.notNegative("within", within);
        Checks.notNegative("repeats", repeats);
        Checks.between("keep", keep, 1, 10_000_000);
        if (by.isEmpty() || by.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("by is a list of the names of fields, at least one");
        }
        by = List.copyOf(by);
    }
}
