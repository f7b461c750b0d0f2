/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Route;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.event.EventReader;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All adapters of one configuration: the built-in ones, and the user's, which stand in for built-in ones of their name. */
public final class AdapterSet {

    /** Always there, and no file: reads CloudEvents. */
    static final String CLOUD_EVENTS = "cloudevents";

    private static final String NAME = "[a-z0-9][a-z0-9_-]*";

    private final Map<String, AdapterSpec> specs;
    private final String hash;

    private AdapterSet(Map<String, AdapterSpec> specs, String hash) {
        this.specs = specs;
        this.hash = hash;
    }

    /** Those that come with the dispatcher. */
    public static AdapterSet builtIn() {
        return new AdapterSet(BuiltInAdapters.all(), "");
    }

    /**
     * Reads the user's own.
     *
     * @param files by the adapter's name, which is the file's without its ending
     * @param hash of the files' content
     * @param context for one file each, by its name; what is wrong is told to its mistakes
     */
    public static AdapterSet read(Map<String, Node> files, String hash, Function<String, BindContext> context) {
        Map<String, AdapterSpec> specs = new TreeMap<>(BuiltInAdapters.all());
        files.forEach((name, node) -> {
            BindContext its = context.apply(name);
            if (!name.matches(NAME) || name.equals(CLOUD_EVENTS)) {
                its.mistakes()
                        .add(
                                new Position(its.file(), 1, 1),
                                "",
                                name.equals(CLOUD_EVENTS)
                                        ? "the name 'cloudevents' is taken; name the file otherwise"
                                        : "the file's name is the adapter's: lower-case letters, digits, hyphens and"
                                                + " underscores, then .yaml");
                return;
            }
            AdapterSpec spec = new AdapterReader(its).read(name, false, node, BuiltInAdapters.nodes());
            if (spec != null) {
                specs.put(name, spec);
            }
        });
        return new AdapterSet(Collections.unmodifiableMap(specs), hash);
    }

    /** Equal when the user's files are. */
    public String hash() {
        return hash;
    }

    /** All names, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(specs.keySet());
        names.add(CLOUD_EVENTS);
        return names;
    }

    /** One sentence about an adapter, for people; empty when there is none, or its file has no sentence. */
    public String description(String name) {
        AdapterSpec spec = specs.get(name);
        return spec == null ? (name.equals(CLOUD_EVENTS) ? "CloudEvents 1.0 over HTTP" : "") : spec.description();
    }

    /** Whether anyone may use it who has no token: its senders are verified, or the user asked for none. */
    public boolean verifies(String name) {
        return Optional.ofNullable(specs.get(name))
                .map(AdapterSpec::verification)
                .isPresent();
    }

    /**
     * The adapter for one portal.
     *
     * @param events of that portal
     */
    public Optional<Adapter> find(String name, EventReader events, Clock clock, Replays replays) {
        if (name.equals(CLOUD_EVENTS)) {
            return Optional.of(new CloudEvents(events));
        }
        return Optional.ofNullable(specs.get(name)).map(spec -> new BoundAdapter(spec, events, clock, replays));
    }

    /**
     * What becomes of a request, whoever sent it: for people who try an adapter.
     *
     * @return empty when there is no such adapter
     */
    public Optional<Events.Reading> tried(String name, Route.Request request, EventReader events)
            throws Adapter.Refusal {
        if (name.equals(CLOUD_EVENTS)) {
            return Optional.of(new CloudEvents(events).read(request));
        }
        @Nullable AdapterSpec spec = specs.get(name);
        return spec == null ? Optional.empty() : Optional.of(BoundAdapter.tried(spec, request, events));
    }
}
