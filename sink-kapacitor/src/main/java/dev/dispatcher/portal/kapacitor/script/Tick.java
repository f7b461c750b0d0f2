/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A TICKscript of one chain, put together call by call. Names come from the program, everything else is a {@link Literal}. */
final class Tick {

    private final StringBuilder text = new StringBuilder("batch\n");
    private int nodes;

    /** The next node of the pipeline. */
    Tick node(String name, Literal... arguments) {
        text.append("    |");
        nodes++;
        return call(name, arguments);
    }

    /** A property of the node before. */
    Tick property(String name, Literal... arguments) {
        text.append("        .");
        return call(name, arguments);
    }

    private Tick call(String name, Literal... arguments) {
        text.append(name)
                .append('(')
                .append(Arrays.stream(arguments).map(Literal::toString).collect(Collectors.joining(", ")))
                .append(")\n");
        return this;
    }

    /** How many nodes there are after {@code batch}; Kapacitor names the last one by it. */
    int nodes() {
        return nodes;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
