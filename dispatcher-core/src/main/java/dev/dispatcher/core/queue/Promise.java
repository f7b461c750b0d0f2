/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

/**
 * What somebody was promised about the deliveries of one event. A delivery with a promise is never dropped for room: it is
 * not taken in the first place. Any thread.
 */
public interface Promise {

    /**
     * Nothing more will happen to a delivery, and it is safe where it is now: with the sink, or among the dead letters.
     * Answers at once.
     *
     * @param copy its number among the deliveries of the event, from 0
     * @param life what became of it
     */
    void settled(int copy, Life life);

    /** Whether somebody else goes on with the delivery after this process. */
    boolean outlivesProcess();

    /** Whether the delivery lies in the backlog of its queue, and is read from there again when it is not settled. */
    default boolean inBacklog() {
        return false;
    }
}
