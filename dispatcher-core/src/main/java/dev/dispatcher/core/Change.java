/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.logging.Secrets;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From one generation to the next: makes what is new, beside what runs; then either everything takes effect or nothing has
 * happened. One thread.
 */
final class Change {

    private static final Logger LOG = LoggerFactory.getLogger(Change.class);

    private final @Nullable Generation before;
    private final Loaded loaded;
    private final Instances instances;
    private final Map<String, RunningSink> newSinks = new LinkedHashMap<>();
    private final Map<String, RunningPortal> newPortals = new LinkedHashMap<>();
    private final Map<String, RunningSink> sinks = new LinkedHashMap<>();
    private final Map<String, RunningPortal> portals = new LinkedHashMap<>();

    private Change(@Nullable Generation before, Loaded loaded, Instances instances) {
        this.before = before;
        this.loaded = loaded;
        this.instances = instances;
    }

    /**
     * Makes what is new.
     *
     * @throws ConfigException when an instance cannot be made; what was made is closed again, and the catalog too
     */
    static Change prepare(@Nullable Generation before, Loaded loaded, Instances instances) throws ConfigException {
        Change change = new Change(before, loaded, instances);
        List<Mistake> mistakes = new ArrayList<>();
        boolean made = false;
        try {
            loaded.configuration().sinks().values().forEach(spec -> change.sink(spec, mistakes));
            loaded.configuration().portals().values().forEach(spec -> change.portal(spec, mistakes));
            made = mistakes.isEmpty();
        } finally {
            if (!made) {
                change.abandon();
            }
        }
        if (!made) {
            throw Masked.exception(mistakes, Secrets::mask);
        }
        return change;
    }

    private void sink(SinkSpec spec, List<Mistake> mistakes) {
        RunningSink old = before == null ? null : before.sinks().get(spec.name());
        if (old != null && spec.sameInstance(old.spec())) {
            sinks.put(spec.name(), old);
            return;
        }
        try {
            DeliveryQueue queue = old == null ? null : old.queue();
            RunningSink made = instances.sink(spec, queue);
            newSinks.put(spec.name(), made);
            sinks.put(spec.name(), made);
        } catch (Exception | LinkageError e) {
            mistakes.add(mistake(spec.at(), "sinks." + spec.name(), e));
        }
    }

    private void portal(PortalSpec spec, List<Mistake> mistakes) {
        RunningPortal old = before == null ? null : before.portals().get(spec.name());
        if (old != null && spec.sameInstance(old.spec())) {
            portals.put(spec.name(), old);
            return;
        }
        try {
            RunningPortal made = instances.portal(spec);
            newPortals.put(spec.name(), made);
            portals.put(spec.name(), made);
        } catch (Exception | LinkageError e) {
            mistakes.add(mistake(spec.at(), "portals." + spec.name(), e));
        }
    }

    private static Mistake mistake(Position at, String path, Throwable failure) {
        LOG.debug("{} cannot be created", path, failure);
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String why = failure.getMessage();
        return new Mistake(
                at,
                path,
                "cannot be created: " + (why == null ? failure.getClass().getName() : why));
    }

    /** Nothing has happened. */
    void abandon() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        newPortals.values().forEach(portal -> ends.add(portal.closeSoon()));
        newSinks.forEach((name, sink) -> {
            ends.add(sink.discard());
            if (before == null || !before.sinks().containsKey(name)) {
                sink.queue().counts().detach(sink.queue());
            }
        });
        Closing.await(ends);
        loaded.catalog().close();
    }

    Generation after() {
        return Generation.of(loaded.configuration(), loaded.catalog(), sinks, portals);
    }

    /** The sinks that are new by name; ready for deliveries before anybody sends them. */
    void beginNew() {
        newSinks.forEach((name, sink) -> {
            if (before == null || !before.sinks().containsKey(name)) {
                sink.beginAfter(instances.gone(name));
            }
        });
    }

    /**
     * Changed sinks go on with the queues of those before them; what is gone ends. Call it when the new generation is in
     * force.
     *
     * @return completed when all that is gone is closed
     */
    CompletableFuture<Void> retireOld() {
        if (before == null) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        before.portals().forEach((name, portal) -> {
            if (portals.get(name) != portal) {
                ends.add(instances.remove(portal));
            }
        });
        before.sinks().forEach((name, old) -> {
            RunningSink now = sinks.get(name);
            if (now == null) {
                ends.add(instances.remove(
                        old, loaded.configuration().settings().shutdown().drain()));
            } else if (now != old) {
                now.beginAfter(old.retire());
                ends.add(old.closed());
            }
        });
        before.catalog().close();
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** For people: what is different, in the order of the files. */
    List<String> summary() {
        List<String> changes = new ArrayList<>();
        Generation old = before;
        if (old == null) {
            return changes;
        }
        compare("portal", old.portals(), portals, changes);
        compare("sink", old.sinks(), sinks, changes);
        Configuration configuration = loaded.configuration();
        if (!old.configuration().rulesHash().equals(configuration.rulesHash())) {
            changes.add("rules: changed, " + configuration.rules().rules().size() + " now");
        }
        if (!old.configuration()
                .adapters()
                .hash()
                .equals(configuration.adapters().hash())) {
            changes.add("adapters: changed, " + configuration.adapters().names().size() + " now");
        }
        return changes;
    }

    private static <T> void compare(String what, Map<String, T> old, Map<String, T> now, List<String> changes) {
        now.forEach((name, instance) -> {
            if (!old.containsKey(name)) {
                changes.add(what + " " + name + ": added");
            } else if (old.get(name) != instance) {
                changes.add(what + " " + name + ": changed");
            }
        });
        old.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .sorted()
                .forEach(name -> changes.add(what + " " + name + ": removed"));
    }
}
