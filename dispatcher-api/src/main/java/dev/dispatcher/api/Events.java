/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a sender sent into canonical events: sets {@code id}, {@code timestamp} and {@code kind} where they are
 * missing, flattens nested values with dots, applies the host's limits on fields and their sizes. Any number of threads;
 * never blocks.
 */
public interface Events {

    /** How the bytes hold the events. */
    enum Format {
        /** One JSON object, or an array of them. */
        JSON,
        /** One JSON object per line; empty lines are skipped. */
        NDJSON
    }

    /**
     * Reads all events of a body. Never throws for what a sender can send: each thing wrong becomes a {@link Fault}.
     * The bytes may be kept by the events: do not change them afterwards.
     */
    Reading read(byte[] body, Format format);

    /**
     * Reads one event from fields that a portal has put together; nested maps and lists are flattened.
     *
     * @throws IllegalArgumentException when it is no event; says which field and why
     */
    Event event(Map<String, ?> fields);

    /**
     * Counts good events of a reading as refused, because the portal will not deliver them: something else in their body is
     * wrong. Faults are counted by {@link #read} itself.
     */
    void refuse(List<Event> events);

    /**
     * What was read.
     *
     * @param events the good ones, in order
     * @param indexes for each of {@code events} its place among all that were sent, from 0
     * @param faults what is wrong with the others, in order; at most one per event; not more than 100, the last one then
     *     says how many there were
     * @param total how many there were, good and bad
     */
    record Reading(List<Event> events, List<Integer> indexes, List<Fault> faults, int total) {}

    /**
     * One event that cannot be taken.
     *
     * @param index its place among all that were sent, from 0; -1 when the body as a whole is wrong
     * @param line in the body, from 1
     * @param field the field in question, if any
     * @param limit true when a limit was exceeded rather than a form broken
     */
    record Fault(int index, int line, @Nullable String field, String message, boolean limit) {}
}
