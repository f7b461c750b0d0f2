/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

/** Told about events that were received and will never reach intake. Any number of threads. */
@FunctionalInterface
public interface Counts {

    /** For a reader whose refusals nobody counts, such as that of {@code explain}. */
    Counts NONE = events -> {};

    /** So many events were received and refused. A body that cannot be read at all counts as one. */
    void refused(int events);
}
