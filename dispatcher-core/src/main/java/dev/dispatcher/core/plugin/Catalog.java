/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Which types of sinks and portals there are, as of one scan. Immutable; any number of threads. It holds its plugins'
 * class loaders open until it is closed; an instance made from it holds its own plugin.
 */
public final class Catalog implements AutoCloseable {

    private final List<Plugin> plugins;
    private final Map<String, Offer<SinkFactory<?>>> sinks;
    private final Map<String, Offer<PortalFactory<?>>> portals;
    private final List<PluginInfo> infos;
    private final List<String> warnings;
    private final AtomicBoolean closed = new AtomicBoolean();

    Catalog(List<Plugin> plugins, Set<String> replace) {
        this.plugins = List.copyOf(plugins);
        plugins.forEach(Plugin::retain);
        Map<Plugin, List<String>> problems = new HashMap<>();
        plugins.forEach(plugin -> problems.put(plugin, new ArrayList<>(plugin.problems())));
        List<Offer<SinkFactory<?>>> sinkOffers = new ArrayList<>();
        List<Offer<PortalFactory<?>>> portalOffers = new ArrayList<>();
        for (Plugin plugin : plugins) {
            plugin.sinks().forEach(found -> sinkOffers.add(offer(found, plugin)));
            plugin.portals().forEach(found -> portalOffers.add(offer(found, plugin)));
        }
        sinks = Claims.settle("sink", sinkOffers, replace, (plugin, problem) -> add(problems, plugin, problem));
        portals = Claims.settle("portal", portalOffers, replace, (plugin, problem) -> add(problems, plugin, problem));
        infos = plugins.stream()
                .map(plugin -> new PluginInfo(
                        plugin.facts(),
                        types(sinks, plugin),
                        types(portals, plugin),
                        List.copyOf(problems.getOrDefault(plugin, List.of()))))
                .toList();
        warnings = warnings(replace);
    }

    private static <F> Offer<F> offer(Found<F> found, Plugin plugin) {
        return new Offer<>(found.factory(), found.type(), found.options(), plugin);
    }

    private static void add(Map<Plugin, List<String>> problems, Plugin plugin, String problem) {
        List<String> all = problems.computeIfAbsent(plugin, key -> new ArrayList<>());
        if (!all.contains(problem)) {
            all.add(problem);
        }
    }

    private static <F> List<String> types(Map<String, Offer<F>> offers, Plugin plugin) {
        return offers.values().stream()
                .filter(offer -> offer.plugin() == plugin)
                .map(Offer::type)
                .toList();
    }

    private List<String> warnings(Set<String> replace) {
        Set<String> ofUser = infos.stream()
                .filter(info -> info.facts().origin() == Origin.USER)
                .flatMap(info -> java.util.stream.Stream.concat(info.sinks().stream(), info.portals().stream()))
                .collect(Collectors.toSet());
        return new TreeSet<>(replace)
                .stream()
                        .filter(type -> !ofUser.contains(type))
                        .map(type -> "replace: " + type + " has no effect: no plugin of yours offers this type")
                        .toList();
    }

    /** Empty when there is no such type, or not exactly one that may be used. */
    public Optional<Offer<SinkFactory<?>>> sink(String type) {
        return Optional.ofNullable(sinks.get(type));
    }

    /** Empty when there is no such type, or not exactly one that may be used. */
    public Optional<Offer<PortalFactory<?>>> portal(String type) {
        return Optional.ofNullable(portals.get(type));
    }

    /** Sorted. */
    public Set<String> sinkTypes() {
        return java.util.Collections.unmodifiableSet(sinks.keySet());
    }

    /** Sorted. */
    public Set<String> portalTypes() {
        return java.util.Collections.unmodifiableSet(portals.keySet());
    }

    /** All, also those that were refused: the built-in one first, then ours, then the user's, by name. */
    public List<PluginInfo> plugins() {
        return infos;
    }

    /** What is odd but stops nothing, for the log. */
    public List<String> warnings() {
        return warnings;
    }

    List<Plugin> all() {
        if (closed.get()) {
            throw new IllegalStateException("the catalog is closed");
        }
        return plugins;
    }

    /**
     * The message for a {@code type:} that {@link #sink} does not know.
     *
     * @param suggest finds the known word that was probably meant
     */
    public String unknownSink(String type, BiFunction<String, Collection<String>, Optional<String>> suggest) {
        return unknown("sink", type, sinkTypes(), suggest);
    }

    /** The message for a {@code type:} that {@link #portal} does not know; see {@link #unknownSink}. */
    public String unknownPortal(String type, BiFunction<String, Collection<String>, Optional<String>> suggest) {
        return unknown("portal", type, portalTypes(), suggest);
    }

    private String unknown(
            String side,
            String type,
            Set<String> known,
            BiFunction<String, Collection<String>, Optional<String>> suggest) {
        String message = "expected a type of " + side + ", "
                + (known.isEmpty() ? "of which there are none" : "one of " + String.join(", ", known))
                + ", not '" + type + "'"
                + suggest.apply(type, known)
                        .map(word -> "; did you mean '" + word + "'?")
                        .orElse("");
        String failed = infos.stream()
                .filter(info -> !info.problems().isEmpty())
                .map(info -> info.facts().location() + " (" + String.join("; ", info.problems()) + ")")
                .collect(Collectors.joining(", "));
        return failed.isEmpty() ? message : message + "; plugins with problems: " + failed;
    }

    /** Lets go of the plugins: a loader that neither another catalog nor an instance uses is closed. May be called twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            plugins.forEach(Plugin::release);
        }
    }
}
