/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import java.io.IOException;
import java.util.List;

/**
 * Where deliveries wait for which a queue has no room in memory, first in first out, also through the end of the process. One
 * thread at a time; {@link #count} and {@link #bytes} any.
 */
public interface Backlog extends AutoCloseable {

    /** What of it is read: a delivery, and who is told when it is settled. */
    record Held(Delivery delivery, Promise promise) {}

    /** Behind all that is there. Returns when they are as safe as what they were promised; all of them or none. */
    void write(List<Delivery> deliveries) throws IOException;

    /** Before all that is there: what was taken out once, or never was in it. */
    void writeFirst(List<Delivery> deliveries) throws IOException;

    /**
     * Takes out the first, at most so many. They are kept until they are settled: what is not by the end of the process is
     * read again by the next.
     */
    List<Held> read(int most) throws IOException;

    /** How many have not been read. */
    long count();

    /** What it takes on the disk, or wherever it is. */
    long bytes();

    /** Whether it may grow. */
    boolean hasRoom();

    /** What is in it stays there. */
    @Override
    void close() throws IOException;
}
