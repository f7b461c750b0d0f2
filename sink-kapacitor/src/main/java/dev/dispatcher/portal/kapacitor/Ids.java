/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.portal.kapacitor.task.Kind;
import java.util.Optional;

/** Reads the ids of tasks. */
final class Ids {

    private Ids() {}

    /** What a task of this id would watch; empty for a task of somebody else. */
    static Optional<Kind> kind(String id) {
        int memory = id.indexOf(Kind.MEMORY.mark());
        if (memory > 0 && memory + Kind.MEMORY.mark().length() < id.length()) {
            return Optional.of(Kind.MEMORY);
        }
        for (Kind kind : new Kind[] {Kind.ERRORS, Kind.CRASHED, Kind.RELEASE}) {
            if (id.endsWith(kind.mark()) && id.length() > kind.mark().length()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
