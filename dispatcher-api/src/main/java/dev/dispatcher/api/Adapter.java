/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.io.Serial;

/** Checks and reads the requests of one kind of sender. Immutable; any number of threads; never blocks. */
public interface Adapter {

    String name();

    /**
     * Whether it checks by itself who sends. If not, {@link Route.Request#allows} has to be asked before anything is read.
     */
    boolean verifies();

    /**
     * Reads the events of one request. What is wrong with single events is among the faults, and counted as refused; events
     * that the sender may repeat are {@linkplain Event#keyed keyed}. No events and no faults: there was nothing to tell.
     *
     * @throws Refusal when nothing of the request can be taken
     */
    Events.Reading read(Route.Request request) throws Refusal;

    /** A request of which nothing is taken. Thrown often and caught at once, so it has no stack trace. */
    final class Refusal extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        private final int status;

        /**
         * A refusal.
         *
         * @param status of the answer: 401 when it is not sure who sends, 400 when the body cannot be read, 413 beyond a
         *     limit, 415 for a wrong content type, 422 when the body is not what the adapter expects
         * @param message for the sender; with 401 it says nothing that helps a forger
         */
        public Refusal(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
