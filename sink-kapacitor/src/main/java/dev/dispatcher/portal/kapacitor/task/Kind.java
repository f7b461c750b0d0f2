/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.task;

import java.util.Arrays;
import java.util.Optional;

/** What is watched. */
public enum Kind {
    /** More answers 5xx than usual. */
    ERRORS("5xx", "-5xx"),
    CRASHED("crashed", "-crash"),
    RELEASE("release", "-release"),
    /** Memory of the dynos of one type. */
    MEMORY("memory", "-sample.memory_total-");

    private final String path;
    private final String mark;

    Kind(String path, String mark) {
        this.path = path;
        this.mark = mark;
    }

    /** As in the paths of the API. */
    public String path() {
        return path;
    }

    /** What stands behind the app in the id of a task; for memory, the type of the dynos follows. */
    public String mark() {
        return mark;
    }

    /** By the word of the paths. */
    public static Optional<Kind> of(String path) {
        return Arrays.stream(values()).filter(kind -> kind.path.equals(path)).findFirst();
    }
}
