/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where things are; shared by all commands that read the configuration. */
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

    Home home() {
        return Home.of(conf, data, plugins);
    }
}
