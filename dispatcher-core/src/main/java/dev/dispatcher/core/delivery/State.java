/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

/** How a courier fares, as health shows it. */
public enum State {
    /** Delivers, or waits for something to deliver. */
    RUNNING,
    /** The last attempt failed; tries again with growing pauses. */
    RETRYING,
    /** The circuit breaker is open: one event is tried from time to time. */
    OPEN,
    /** The credentials are refused: one event is tried from time to time, or at once after {@code resume}. */
    PARKED,
    /** Stopped by command until {@code resume}. */
    PAUSED,
    /** The plugin cannot run (a LinkageError); needs another JAR and a reload. */
    BROKEN,
    /** A call of the sink goes on although its deadline has passed and it was interrupted. */
    STUCK,
    /** Delivers what is left, takes nothing more. */
    DRAINING,
    /** Has ended. */
    RETIRED
}
