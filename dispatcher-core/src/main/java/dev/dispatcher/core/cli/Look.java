/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.plugin.Catalog;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is installed and configured, for a command that looks and does not run. One of the two is asked, once. */
final class Look implements AutoCloseable {

    private final ConfigurationLoader loader;
    private @Nullable Catalog catalog;

    Look(Places places) throws IOException, Problem {
        loader = new ConfigurationLoader(places.home(), System::getenv);
    }

    /** @throws ConfigException with everything that is wrong */
    Configuration configuration() throws IOException, ConfigException {
        Loaded loaded = loader.load();
        catalog = loaded.catalog();
        return loaded.configuration();
    }

    /** The plugins, whatever the configuration says. */
    Catalog catalog() throws IOException {
        Catalog found = loader.catalog();
        catalog = found;
        return found;
    }

    /** The configured sinks, also while the rules are wrong. */
    List<String> sinkNames() {
        return List.copyOf(loader.sinkNames());
    }

    @Override
    public void close() {
        if (catalog != null) {
            catalog.close();
        }
        loader.close();
    }
}
