/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Both plugins folders and what the tests do with them. */
final class Home implements AutoCloseable {

    static final Event EVENT = Event.of(
            Map.of("id", "1", "timestamp", "2026-01-02T03:04:05Z", "kind", "urn:test", "message", "it happened"));

    final Path ours;
    final Path plugins;
    final Path work;
    final PluginFolders folders;

    Home(Path root) throws IOException {
        this(root, BuiltIn.NONE);
    }

    Home(Path root, BuiltIn builtIn) throws IOException {
        ours = root.resolve("lib/plugins");
        plugins = root.resolve("plugins");
        work = root.resolve("data/plugins-cache");
        folders = new PluginFolders(builtIn, ours, plugins, work);
    }

    Path jar(String name) {
        return plugins.resolve(name);
    }

    Catalog scan(String... replace) throws IOException {
        return folders.scan(Set.of(replace));
    }

    /** The reason of the only plugin beside the built-in one. */
    static String problemOf(Catalog catalog) {
        List<String> problems = only(catalog).problems();
        if (problems.size() != 1) {
            throw new AssertionError("expected one problem, not " + problems);
        }
        return problems.get(0);
    }

    static PluginInfo only(Catalog catalog) {
        List<PluginInfo> all = catalog.plugins();
        if (all.size() != 2) {
            throw new AssertionError("expected one plugin, not " + all);
        }
        return all.get(1);
    }

    static Sink sink(Catalog catalog, String type, Lent lent) throws Exception {
        var offer = catalog.sink(type).orElseThrow();
        return GuardedSink.create(offer, offer.options().getConstructor().newInstance(), lent);
    }

    /** How many private copies there are. */
    long copies() throws IOException {
        try (Stream<Path> all = Files.walk(work)) {
            return all.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
                    .count();
        }
    }

    @Override
    public void close() throws IOException {
        folders.close();
    }
}
