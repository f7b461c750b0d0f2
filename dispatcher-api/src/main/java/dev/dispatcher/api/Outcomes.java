/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What became of events that were accepted, for as long as the host remembers them. Any number of threads. */
public interface Outcomes {

    /** Knows of nothing. */
    Outcomes NONE = new Outcomes() {
        @Override
        public List<Outcome> find(String id) {
            return List.of();
        }

        @Override
        public Following follow(String id, Consumer<Outcome> listener) {
            return () -> {};
        }
    };

    /**
     * The accepted events with this {@code id}, newest first: several when senders used it more than once, none when it was
     * never accepted or is forgotten. An event is found as soon as {@code intake.deliver} has returned. May look into a
     * database: not for I/O threads.
     */
    List<Outcome> find(String id);

    /**
     * Tells how the newest event with this {@code id} stands now, and again whenever its status has changed, until it is
     * {@linkplain Status#settled settled}. Changes that follow each other within a fraction of a second may be told as one.
     *
     * <p>Call it after {@code intake.deliver} has returned. An event that is not found is never told of. The host keeps
     * 10,000 followings of an instance and ends the oldest then; all end when the instance is closed.
     *
     * @param listener called on a thread of the host, one call at a time for an instance; what it throws is logged and ends
     *     the following
     */
    Following follow(String id, Consumer<Outcome> listener);

    /** Ends a following. */
    @FunctionalInterface
    interface Following extends AutoCloseable {
        /** Returns at once; a call under way may still end later. May be called twice. */
        @Override
        void close();
    }

    /** How far an event is, over all its deliveries. */
    enum Status {
        /** Nothing was tried yet. */
        NEW,
        /** Something was tried or settled, and something is still to be done. */
        RUNNING,
        /** Everything was delivered. */
        FINISHED,
        /** An attempt failed; others will be made. */
        ERROR,
        /** Something was given up or dropped, and nothing more is to be done. */
        FAILED,
        /** Nobody gets it: no rule sends it anywhere, or it is a duplicate. */
        IGNORED;

        /** As it stands in answers: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing more will happen, unless somebody re-drives a dead letter. */
        public boolean settled() {
            return this == FINISHED || this == FAILED || this == IGNORED;
        }
    }

    /**
     * What became of one event.
     *
     * @param event as it came, before any rule changed a copy
     * @param portal by which it came; {@code sink:NAME} for what a sink reported
     * @param deliveries in the order in which they were made
     */
    record Outcome(Event event, String portal, Instant arrived, Status status, List<Delivery> deliveries) {}

    /**
     * One copy on its way to one sink.
     *
     * @param status {@code waiting}, {@code in_flight}, {@code retrying}, {@code delivered}, {@code dead}, {@code dropped} or
     *     {@code diverted}
     * @param why in words, where it was given up or dropped
     * @param attempts the first and the last ones
     */
    record Delivery(
            String sink, String rule, String status, Instant made, Optional<String> why, List<Attempt> attempts) {}

    /** @param failure what went wrong, in words, without secrets; empty when the destination took it */
    record Attempt(Instant at, Duration took, Optional<String> failure) {}
}
