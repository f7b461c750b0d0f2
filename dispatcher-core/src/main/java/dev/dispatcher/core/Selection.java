/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which portals and sinks are off, by {@code enabled} and {@code disabled}, under their names and aliases. */
final class Selection {

    private final Set<String> off = new LinkedHashSet<>();

    /**
     * @param main the file, for the places of mistakes
     * @param sinks names of all sinks of the file
     * @param portals names of all portals of the file
     */
    static Selection of(
            @Nullable Node main, Settings settings, Set<String> sinks, Set<String> portals, Mistakes mistakes) {
        Selection selection = new Selection();
        Set<String> all = new LinkedHashSet<>(portals);
        all.addAll(sinks);
        Map<String, List<String>> aliases = settings.aliases();
        checkAliases(main, aliases, all, mistakes);
        Set<String> known = new LinkedHashSet<>(all);
        known.addAll(aliases.keySet());
        check(written(main, "enabled"), "enabled", settings.enabled(), known, mistakes);
        check(written(main, "disabled"), "disabled", settings.disabled(), known, mistakes);
        List<String> enabled = meant(settings.enabled(), aliases);
        selection.allBut(enabled, sinks);
        selection.allBut(enabled, portals);
        meant(settings.disabled(), aliases).stream().filter(all::contains).forEach(selection.off::add);
        return selection;
    }

    private static List<String> meant(List<String> names, Map<String, List<String>> aliases) {
        return names.stream()
                .flatMap(name -> aliases.getOrDefault(name, List.of(name)).stream())
                .toList();
    }

    private static void checkAliases(
            @Nullable Node main, Map<String, List<String>> aliases, Set<String> all, Mistakes mistakes) {
        if (!(written(main, "aliases") instanceof Node.Mapping written)) {
            return;
        }
        aliases.forEach((alias, names) -> {
            Node value = written.get(alias);
            if (value != null && all.contains(alias)) {
                mistakes.add(value.at(), "aliases." + alias, "is the name of a portal or sink itself");
            }
            check(value, "aliases." + alias, names, all, mistakes);
        });
    }

    private void allBut(List<String> enabled, Set<String> names) {
        if (enabled.stream().anyMatch(names::contains)) {
            names.stream().filter(name -> !enabled.contains(name)).forEach(off::add);
        }
    }

    private static @Nullable Node written(@Nullable Node main, String option) {
        return main instanceof Node.Mapping mapping ? mapping.get(option) : null;
    }

    private static void check(
            @Nullable Node at, String option, List<String> names, Set<String> known, Mistakes mistakes) {
        for (String name : names) {
            if (at != null && !known.contains(name)) {
                Node.Scalar item = item(at, name);
                Optional<String> meant = Suggestion.of(name, known);
                mistakes.add(
                        item == null ? at.at() : item.at(),
                        option,
                        "there is no portal or sink '" + (item == null || item.secret() ? "****" : name) + "'"
                                + meant.map(word -> "; did you mean '" + word + "'?")
                                        .orElse(""));
            }
        }
    }

    /** Where a name stands. */
    private static Node.@Nullable Scalar item(Node at, String name) {
        if (at instanceof Node.Scalar scalar) {
            return scalar;
        }
        return at instanceof Node.Sequence list
                ? list.items().stream()
                        .filter(each -> each instanceof Node.Scalar scalar
                                && scalar.text().equals(name))
                        .map(Node.Scalar.class::cast)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Names of portals and sinks. */
    Set<String> off() {
        return off;
    }
}
