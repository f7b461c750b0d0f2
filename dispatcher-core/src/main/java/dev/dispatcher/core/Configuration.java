/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.rules.Ruleset;
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
 * @param warnings what is odd but no mistake
 * @param secrets to be masked wherever text leaves the process
 * @param files everything that was read, or looked for: a change in one is a change of the configuration
 * @param hash of the content of {@code files}
 * @param rulesHash of the rules files and their lookups alone
 */
public record Configuration(
        Settings settings,
        Map<String, SinkSpec> sinks,
        Map<String, PortalSpec> portals,
        Ruleset rules,
        AdapterSet adapters,
        List<String> warnings,
        Set<String> secrets,
        Set<Path> files,
        String hash,
        String rulesHash) {

    /** The beginning of the hash, for people and metrics. */
    public String shortHash() {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    public Set<String> sinkNames() {
        return sinks.keySet();
    }

    public Set<String> portalNames() {
        return portals.keySet();
    }
}
