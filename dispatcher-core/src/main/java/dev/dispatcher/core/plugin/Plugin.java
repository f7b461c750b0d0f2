/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plugin in one version: its class loader and its factories. Catalogs and instances share it and count themselves
 * ({@link #retain}, {@link #release}); the last one to leave closes the loader. Replacing the JAR makes another {@code
 * Plugin}, so identity tells whether an instance still runs the code that is offered now. Any number of threads.
 */
public final class Plugin {

    private static final Logger LOG = LoggerFactory.getLogger(Plugin.class);

    private final PluginFacts facts;
    private final List<String> problems;
    private final WeakReference<ClassLoader> identity;
    private final String loaderName;
    private @Nullable ClassLoader loader;
    private @Nullable PrivateCopy copy;
    private List<Found<SinkFactory<?>>> sinks;
    private List<Found<PortalFactory<?>>> portals;
    private int users;

    Plugin(
            PluginFacts facts,
            ClassLoader loader,
            @Nullable PrivateCopy copy,
            List<Found<SinkFactory<?>>> sinks,
            List<Found<PortalFactory<?>>> portals,
            List<String> problems) {
        this.facts = facts;
        this.loader = loader;
        this.copy = copy;
        this.sinks = List.copyOf(sinks);
        this.portals = List.copyOf(portals);
        this.problems = List.copyOf(problems);
        this.identity = new WeakReference<>(loader);
        String name = loader.getName();
        this.loaderName = name == null ? "" : name;
    }

    /** One that cannot be used at all: no code, no loader. */
    static Plugin refused(PluginFacts facts, List<String> problems) {
        return new Plugin(facts, Plugin.class.getClassLoader(), null, List.of(), List.of(), problems);
    }

    public PluginFacts facts() {
        return facts;
    }

    List<String> problems() {
        return problems;
    }

    synchronized List<Found<SinkFactory<?>>> sinks() {
        return sinks;
    }

    synchronized List<Found<PortalFactory<?>>> portals() {
        return portals;
    }

    boolean hasFactories() {
        return !sinks().isEmpty() || !portals().isEmpty();
    }

    /** One more user. {@link GuardedSink}, {@link GuardedPortal} and {@link Catalog} count themselves. */
    public synchronized void retain() {
        if (loader == null) {
            throw new IllegalStateException(facts.location() + " is no longer loaded");
        }
        users++;
    }

    /** One user less; the last one closes the loader and deletes the private copy. */
    public void release() {
        ClassLoader last;
        PrivateCopy files;
        synchronized (this) {
            if (users == 0) {
                throw new IllegalStateException(facts.location() + " is released more often than retained");
            }
            if (--users > 0) {
                return;
            }
            last = loader;
            files = copy;
            loader = null;
            copy = null;
            sinks = List.of();
            portals = List.of();
        }
        close(last, files);
    }

    private void close(@Nullable ClassLoader last, @Nullable PrivateCopy files) {
        try {
            if (last instanceof PluginClassLoader closeable) {
                closeable.close();
            }
            if (files != null) {
                files.delete();
            }
        } catch (IOException e) {
            LOG.warn("{}: closing its class loader failed", facts.location(), e);
        }
    }

    /** True once the last user has released it. */
    public synchronized boolean closed() {
        return loader == null;
    }

    /** The loader to run its code with. */
    public synchronized ClassLoader loader() {
        if (loader == null) {
            throw new IllegalStateException(facts.location() + " is no longer loaded");
        }
        return loader;
    }

    /** True for a class loader of this plugin, in this version, or made by it. */
    boolean owns(@Nullable ClassLoader candidate) {
        ClassLoader own = identity.get();
        for (ClassLoader each = candidate; each != null && own instanceof PluginClassLoader; each = each.getParent()) {
            if (each == own) {
                return true;
            }
        }
        return false;
    }

    /** True for a frame of a stack trace that is in this plugin's code. */
    boolean owns(StackTraceElement frame) {
        return !loaderName.isEmpty()
                && identity.get() instanceof PluginClassLoader
                && loaderName.equals(frame.getClassLoaderName());
    }

    @Override
    public String toString() {
        return facts.location();
    }
}
