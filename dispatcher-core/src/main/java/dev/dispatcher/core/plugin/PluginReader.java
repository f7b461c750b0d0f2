/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a {@link Plugin} of a JAR or folder. Never fails: what is wrong becomes the plugin's problems. */
final class PluginReader {

    private final Path work;

    PluginReader(Path work) {
        this.work = work;
    }

    Plugin read(PluginSource source) {
        PrivateCopy copy;
        try {
            copy = PrivateCopy.of(source, work);
        } catch (IOException e) {
            return Plugin.refused(PluginFacts.unread(source), List.of(unreadable(e)));
        }
        Plugin plugin = read(source, copy);
        if (!plugin.hasFactories()) {
            delete(copy);
        }
        return plugin;
    }

    private static void delete(PrivateCopy copy) {
        try {
            copy.delete();
        } catch (IOException e) {
            // the whole work directory goes when the process ends
        }
    }

    private static String unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "cannot be read: it is a link to nothing, or was just deleted";
        }
        return e instanceof AccessDeniedException
                ? "cannot be read: the dispatcher's user may not open it"
                : "cannot be read: " + e.getMessage();
    }

    private static Plugin read(PluginSource source, PrivateCopy copy) {
        List<JarContent> contents = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path jar : copy.jars()) {
            try {
                contents.add(JarContent.of(jar));
            } catch (IOException e) {
                problems.add(jar.getFileName() + " is not a whole JAR (" + e.getMessage()
                        + "): is it still being copied, or damaged?");
            }
        }
        PluginFacts facts = facts(source, copy, contents);
        if (copy.jars().isEmpty()) {
            problems.add("is a folder without JARs");
        } else if (problems.isEmpty() && contents.stream().noneMatch(JarContent::services)) {
            problems.add(noServices(source));
        }
        return problems.isEmpty() ? load(facts, copy) : Plugin.refused(facts, problems);
    }

    private static String noServices(PluginSource source) {
        String line =
                "META-INF/services/" + SinkFactory.class.getName() + " or …" + PortalFactory.class.getSimpleName();
        return source.folder()
                ? "none of its JARs has " + line + ", so there is no plugin in it"
                : "has no " + line + ": is it a library that belongs into the folder of a plugin?";
    }

    private static PluginFacts facts(PluginSource source, PrivateCopy copy, List<JarContent> contents) {
        Optional<JarContent> main =
                contents.stream().filter(JarContent::services).findFirst();
        List<String> notes = contents.stream().anyMatch(JarContent::copiesApi)
                ? List.of("has its own copy of dev.dispatcher.api, which is not used: give the dependency the scope"
                        + " 'provided'")
                : List.of();
        return new PluginFacts(
                source.name(),
                source.origin(),
                source.file().toString(),
                main.flatMap(JarContent::version),
                main.flatMap(JarContent::apiVersion),
                copy.size(),
                copy.hash(),
                notes);
    }

    private static Plugin load(PluginFacts facts, PrivateCopy copy) {
        List<String> problems = new ArrayList<>();
        PluginClassLoader loader;
        try {
            loader = new PluginClassLoader(facts.name(), copy.urls(), PluginReader.class.getClassLoader());
        } catch (IOException e) {
            return Plugin.refused(facts, List.of(unreadable(e)));
        }
        Factories factories = new Factories(facts, problems);
        List<Found<SinkFactory<?>>> sinks;
        List<Found<PortalFactory<?>>> portals;
        try (ContextLoader ignored = ContextLoader.of(loader)) {
            sinks = factories.sinks(loader);
            portals = factories.portals(loader);
        }
        if (!sinks.isEmpty() || !portals.isEmpty()) {
            return new Plugin(facts, loader, copy, sinks, portals, problems);
        }
        if (problems.isEmpty()) {
            problems.add("META-INF/services names no class");
        }
        try {
            loader.close();
        } catch (IOException e) {
            problems.add("its class loader does not close: " + e.getMessage());
        }
        return Plugin.refused(facts, problems);
    }
}
