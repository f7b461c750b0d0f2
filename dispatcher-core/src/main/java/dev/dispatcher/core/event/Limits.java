/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;

/** What one event, and one body of events, may hold. Exceeding a limit refuses the event and names the limit. */
public record Limits(
        @Option(value = "Fields of one event, counted after flattening.", fallback = "256")
        int fields,

        @Option(value = "Characters of one field's name, counted after flattening.", fallback = "256")
        int fieldName,

        @Option(value = "Size of one field's text in UTF-8.", fallback = "64KiB")
        ByteSize fieldSize,

        @Option(value = "Size of one event as it was sent.", fallback = "256KiB")
        ByteSize eventSize,

        @Option(value = "Events in one body.", fallback = "10000")
        int events,

        @Option(value = "Levels of nesting below an event that are flattened.", fallback = "16")
        int depth,

        @Option(
                value = "Whether an event with a nested object or array is refused instead of flattened.",
                fallback = "false")
        boolean strict) {

    public static final Limits DEFAULTS =
            new Limits(256, 256, new ByteSize(64 << 10), new ByteSize(256 << 10), 10_000, 16, false);

    public Limits {
        between("fields", fields, 4, 10_000);
        between("field-name", fieldName, 16, 4096);
        between("field-size", fieldSize.bytes(), 64, 1 << 30);
        between("event-size", eventSize.bytes(), 256, 1 << 30);
        between("events", events, 1, 1_000_000);
        between("depth", depth, 1, 500);
    }

    private static void between(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
