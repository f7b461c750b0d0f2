/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

/** What was asked does not go together with what is there. */
final class Conflict extends Exception {

    private final boolean passing;

    private Conflict(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** There is one already. */
    static Conflict exists(String message) {
        return new Conflict(message, false);
    }

    /** Somebody else is changing it. */
    static Conflict busy(String id) {
        return new Conflict("the task " + id + " is being changed by somebody else, and that takes long", true);
    }

    /** Whether it helps to come back later. */
    boolean passing() {
        return passing;
    }
}
