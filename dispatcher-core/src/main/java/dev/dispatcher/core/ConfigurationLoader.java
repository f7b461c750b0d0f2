/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.builtin.LogSinkFactory;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.plugin.BuiltIn;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.plugin.PluginFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the configuration and scans the plugins, again and again. One thread at a time; opens nothing else. */
public final class ConfigurationLoader implements AutoCloseable {

    /**
     * What was loaded.
     *
     * @param catalog to be closed by who takes it, once another one is in force
     */
    public record Loaded(Configuration configuration, Catalog catalog) {}

    private final Home home;
    private final Function<String, @Nullable String> env;
    private final PluginFolders folders;
    private final @Nullable Path scratch;

    /** For commands that look and do not run: private copies of plugins go to a temporary folder. */
    public ConfigurationLoader(Home home, Function<String, @Nullable String> env) throws IOException {
        this(home, env, new LogSinkFactory(), Files.createTempDirectory("dispatcher-plugins"), true);
    }

    /** For the dispatcher itself: private copies of plugins go to the data folder. */
    ConfigurationLoader(Home home, Function<String, @Nullable String> env, LogSinkFactory log) throws IOException {
        this(home, env, log, home.data().resolve("plugins"), false);
    }

    private ConfigurationLoader(
            Home home, Function<String, @Nullable String> env, LogSinkFactory log, Path copies, boolean temporary)
            throws IOException {
        this.home = home;
        this.env = env;
        this.scratch = temporary ? copies : null;
        this.folders =
                new PluginFolders(new BuiltIn(List.of(log), List.of()), home.ownPlugins(), home.plugins(), copies);
    }

    /**
     * Reads everything.
     *
     * @param previous the catalog in force, whose unchanged plugins are used again; null the first time
     * @param templateFailures counts, per instance or {@code rules}, templates that fail at run time
     * @throws ConfigException with everything that is wrong; nothing stays open then
     */
    Loaded load(@Nullable Catalog previous, Counters templateFailures) throws ConfigException, IOException {
        ConfigurationReader reader = new ConfigurationReader(
                home, env, name -> templateFailures.of(name, Counted.FAILED).increment());
        Set<String> replace = reader.replace();
        Catalog catalog = previous == null ? folders.scan(replace) : folders.rescan(previous, replace);
        try {
            return new Loaded(reader.read(catalog), catalog);
        } catch (ConfigException | RuntimeException e) {
            catalog.close();
            throw e;
        }
    }

    /** Reads everything, for commands that look and do not run. */
    public Loaded load() throws ConfigException, IOException {
        return load(null, new Counters());
    }

    /** Only the plugins, whatever is wrong with the files. */
    public Catalog catalog() throws IOException {
        return folders.scan(new ConfigurationReader(home, env, failed -> {}).replace());
    }

    /** Names under {@code sinks}, whatever else is wrong; empty when {@code dispatcher.yaml} cannot be read. */
    public Set<String> sinkNames() {
        return new ConfigurationReader(home, env, failed -> {}).sinkNames();
    }

    @Override
    public void close() throws IOException {
        folders.close();
        if (scratch != null) {
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
