/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.rules.Ruleset;
import dev.dispatcher.core.store.StoreAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the files say, bound and checked; nothing is opened yet. Immutable.
 *
 * @param sinks by name, in the order of the file; disabled ones are not there
 * @param portals likewise
 * @param adapters the built-in ones and the user's own
 * @param store where the store is, the environment included
 * @param warnings what is odd but no mistake
 * @param secrets to be masked wherever text leaves the process
 * @param files everything that was read, or looked for: a change in one is a change of the configuration
 * @param hash of the content of {@code files}
 * @param rulesHash of the rules files and their lookups alone
 * @param keys where the keys of the host's own sections stand, such as {@code http} and {@code http.listen}
 */
public record Configuration(
        Settings settings,
        Map<String, SinkSpec> sinks,
        Map<String, PortalSpec> portals,
        Ruleset rules,
        AdapterSet adapters,
        StoreAddress store,
        List<String> warnings,
        Set<String> secrets,
        Set<Path> files,
        String hash,
        String rulesHash,
        Map<String, Position> keys) {

    /** The beginning of the hash, for people and metrics. */
    public String shortHash() {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    /** Where a key of the host's own sections stands, or else the section, or else the beginning of the file. */
    Position at(String key) {
        Position found = keys.get(key);
        int dot = key.lastIndexOf('.');
        if (found != null) {
            return found;
        }
        return dot < 0 ? ConfigurationReader.BEGIN : at(key.substring(0, dot));
    }

    public Set<String> sinkNames() {
        return sinks.keySet();
    }

    public Set<String> portalNames() {
        return portals.keySet();
    }
}
