/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong, so that the user sees all of it at once. One thread. */
public final class Mistakes {

    private static final Comparator<Mistake> BY_PLACE = Comparator.<Mistake, String>comparing(
                    mistake -> mistake.at().file())
            .thenComparingInt(mistake -> mistake.at().line())
            .thenComparingInt(mistake -> mistake.at().column());

    private final List<Mistake> all = new ArrayList<>();

    public void add(Position at, String path, String message) {
        all.add(new Mistake(at, path, message));
    }

    /** Takes back what is wrong at this path and below: of something that will not be used. */
    public void forget(String path) {
        all.removeIf(mistake -> mistake.path().equals(path)
                || mistake.path().startsWith(path + ".")
                || mistake.path().startsWith(path + "["));
    }

    public boolean any() {
        return !all.isEmpty();
    }

    /** Sorted by file, line and column. */
    public List<Mistake> sorted() {
        return all.stream().distinct().sorted(BY_PLACE).toList();
    }

    public void throwIfAny() throws ConfigException {
        if (any()) {
            throw new ConfigException(sorted());
        }
    }
}
