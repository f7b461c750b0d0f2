/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.builtin.LogSinkFactory;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.plugin.BuiltIn;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.plugin.PluginFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration and scans the plugins, again and again. One thread at a time; opens nothing else. */
public final class ConfigurationLoader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationLoader.class);

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
        this(home, env, builtIn(), null);
    }

    /** What comes without a plugin. */
    static BuiltIn builtIn() {
        return new BuiltIn(List.of(new LogSinkFactory()), List.of());
    }

    private ConfigurationLoader(
            Home home, Function<String, @Nullable String> env, BuiltIn builtIn, @Nullable Path copies)
            throws IOException {
        this.home = home;
        this.env = env;
        Path work = copies == null ? Files.createTempDirectory("dispatcher-plugins") : copies;
        this.scratch = copies == null ? work : null;
        this.folders = new PluginFolders(builtIn, home.ownPlugins(), home.plugins(), work);
    }

    /** For the dispatcher itself: private copies of plugins go to the data folder, elsewhere where it is read-only. */
    Home home() {
        return home;
    }

    static ConfigurationLoader running(Home home, Function<String, @Nullable String> env, BuiltIn builtIn)
            throws IOException {
        Path copies = home.data().resolve("plugins");
        try {
            return new ConfigurationLoader(home, env, builtIn, copies);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written; private copies of plugins go to a temporary folder: {}",
                    copies,
                    e.toString());
            return new ConfigurationLoader(home, env, builtIn, null);
        }
    }

    /**
     * Reads everything.
     *
     * @param previous the catalog in force, whose unchanged plugins are used again; null the first time
     * @param templateFailures counts, per instance or {@code rules}, templates that fail at run time
     * @throws ConfigException with everything that is wrong; nothing stays open then
     */
    Loaded load(@Nullable Catalog previous, Counters templateFailures) throws ConfigException, IOException {
        try {
            ConfigurationReader reader = new ConfigurationReader(
                    home, env, name -> templateFailures.of(name, Counted.FAILED).increment());
            Set<String> replace = reader.replace();
            Catalog catalog = previous == null ? folders.scan(replace) : folders.rescan(previous, replace);
            boolean read = false;
            try {
                Loaded loaded = new Loaded(reader.read(catalog), catalog);
                read = true;
                return loaded;
            } finally {
                if (!read) {
                    catalog.close();
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
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

    /** The temporary folder with the private copies, where there is one. */
    Optional<Path> scratch() {
        return Optional.ofNullable(scratch);
    }

    /** Deletes the private copies. Never throws: whatever was to be done has been done. */
    @Override
    public void close() {
        try {
            folders.close();
            if (scratch != null) {
                delete(scratch);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("private copies of plugins could not be deleted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
