/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for plugins: the host's own factories, {@code lib/plugins} and the user's {@code plugins/}. In a folder each JAR,
 * and each folder of JARs, is one plugin with its own class loader, and runs from a private copy: replacing or deleting
 * the original disturbs nothing until the next scan. One scan at a time.
 *
 * <p>A reload scans again and gets another catalog. Adopt it and close the old one, or close the new one and nothing has
 * changed.
 */
public final class PluginFolders implements AutoCloseable {

    private final @Nullable Path ours;
    private final @Nullable Path users;
    private final WorkDirectory work;
    private final Plugin builtIn;

    /**
     * @param ours folder of the plugins that came with the distribution; may be absent
     * @param users folder of the user's plugins; may be absent
     * @param work where private copies are kept; made when absent; several processes may share it
     * @throws IOException when {@code work} cannot be written
     */
    public PluginFolders(BuiltIn builtIn, @Nullable Path ours, @Nullable Path users, Path work) throws IOException {
        this.ours = ours;
        this.users = users;
        this.builtIn = builtIn(builtIn);
        this.work = WorkDirectory.open(work);
    }

    private static Plugin builtIn(BuiltIn builtIn) {
        PluginFacts facts = PluginFacts.builtIn();
        List<String> problems = new ArrayList<>();
        Factories factories = new Factories(facts, problems);
        Plugin plugin = new Plugin(
                facts,
                PluginFolders.class.getClassLoader(),
                null,
                factories.checkSinks(builtIn.sinks()),
                factories.checkPortals(builtIn.portals()),
                problems);
        plugin.retain();
        return plugin;
    }

    /**
     * The first scan.
     *
     * @param replace types where the user's plugin stands in for ours
     * @throws IOException when a folder that is there cannot be listed
     */
    public Catalog scan(Set<String> replace) throws IOException {
        return scan(List.of(), replace);
    }

    /**
     * Another scan. What has not changed since {@code previous} keeps its loader and factories; what has changed gets a new
     * loader beside the old one.
     *
     * @param previous not yet closed
     * @throws IOException when a folder that is there cannot be listed
     */
    public Catalog rescan(Catalog previous, Set<String> replace) throws IOException {
        return scan(previous.all(), replace);
    }

    private Catalog scan(List<Plugin> before, Set<String> replace) throws IOException {
        List<PluginSource> sources = new ArrayList<>(PluginSource.in(ours, Origin.OURS));
        sources.addAll(PluginSource.in(users, Origin.USER));
        PluginReader reader = new PluginReader(work.path());
        List<Plugin> plugins = new ArrayList<>();
        plugins.add(builtIn);
        for (PluginSource source : sources) {
            Plugin same = unchanged(source, before);
            plugins.add(same == null ? reader.read(source) : same);
        }
        return new Catalog(plugins, replace);
    }

    /** One without factories is always read again: what kept it from loading may lie outside of it. */
    private static @Nullable Plugin unchanged(PluginSource source, List<Plugin> before) {
        for (Plugin plugin : before) {
            PluginFacts facts = plugin.facts();
            if (facts.location().equals(source.file().toString())
                    && facts.origin() == source.origin()
                    && plugin.hasFactories()) {
                try {
                    return PrivateCopy.hashOf(source).equals(facts.hash()) ? plugin : null;
                } catch (IOException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Deletes the private copies. Close catalogs and instances before. */
    @Override
    public void close() throws IOException {
        work.close();
    }
}
