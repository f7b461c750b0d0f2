/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.util.Optional;
import java.util.Set;

/**
 * The adapters of the configuration in force, built in ones and the user's. Ask for each request: a reload changes them.
 * Any number of threads.
 */
public interface Adapters {

    /** For a host that has none. */
    Adapters NONE = new Adapters() {
        @Override
        public Optional<Adapter> find(String name) {
            return Optional.empty();
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    };

    /** The adapter of this name. The one named {@code cloudevents} is always there and reads CloudEvents 1.0 over HTTP. */
    Optional<Adapter> find(String name);

    /** All names, sorted. */
    Set<String> names();
}
