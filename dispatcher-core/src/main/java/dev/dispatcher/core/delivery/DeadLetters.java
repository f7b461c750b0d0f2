/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was given up, for another try by hand. Any number of threads. */
public interface DeadLetters {

    /** Never throws: that would stop the delivery of others. May block for as long as a disk needs. */
    void add(DeadLetter letter);

    /**
     * Newest first.
     *
     * @param sink only of this one; null for all
     */
    List<DeadLetter> list(@Nullable String sink, int most);

    /**
     * Removes and returns the oldest, in order, to be tried again; what cannot be is given back with {@link #add}.
     *
     * @param sink only of this one; null for all
     */
    List<DeadLetter> take(@Nullable String sink, int most);

    /** How many were removed for good. */
    int purge(@Nullable String sink);

    int size();
}
