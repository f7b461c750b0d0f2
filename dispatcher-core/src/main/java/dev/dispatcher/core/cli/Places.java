/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where things are; shared by all commands that read the configuration or the plugins. */
final class Places {

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            description = "The configuration: dispatcher.yaml, rules.yaml, rules.d/. Default: conf/ beside bin/.")
    private @Nullable Path conf;

    @Option(names = "--data", paramLabel = "DIR", description = "What may be written. Default: data/ beside bin/.")
    private @Nullable Path data;

    @Option(names = "--plugins", paramLabel = "DIR", description = "Your plugins. Default: plugins/ beside bin/.")
    private @Nullable Path plugins;

    /** @throws Problem when a folder that was named is none; the defaults need not be there */
    Home home() throws Problem {
        if (conf != null && !Files.isDirectory(conf)) {
            throw new Problem("there is no folder " + conf + "; 'dispatcher init " + conf
                    + "' writes a configuration to begin with");
        }
        if (plugins != null && !Files.isDirectory(plugins)) {
            throw new Problem("there is no folder " + plugins);
        }
        return Home.of(conf, data, plugins);
    }
}
