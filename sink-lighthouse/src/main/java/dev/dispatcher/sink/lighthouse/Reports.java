/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.DeliveryException;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Where reports are kept. Files of one page lie together; their names begin with the time, so that they sort by it. */
interface Reports extends AutoCloseable {

    /**
     * Keeps one file, whole or not at all; one of the same name is replaced.
     *
     * @param path names joined by {@code /}
     */
    void put(String path, String contentType, byte[] bytes) throws DeliveryException, IOException, InterruptedException;

    /** Names of the files that lie right in this folder. */
    List<String> list(String folder) throws DeliveryException, IOException, InterruptedException;

    void delete(String path) throws DeliveryException, IOException, InterruptedException;

    /** Where a reader finds it, unless the user says something else. */
    URI link(String path);

    @Override
    default void close() {}

    /** All but the newest runs; a run's files differ in what is behind the last dot. */
    static List<String> old(Collection<String> names, int keep) {
        List<String> kept = names.stream()
                .map(Reports::run)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(keep)
                .toList();
        return names.stream().filter(name -> !kept.contains(run(name))).sorted().toList();
    }

    private static String run(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
