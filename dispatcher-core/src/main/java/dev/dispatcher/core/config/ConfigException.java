/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration is refused, with everything that is wrong with it. */
public final class ConfigException extends Exception {

    private final List<Mistake> mistakes;

    public ConfigException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Sorted by file and line. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
