/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.plugin.PluginInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dispatcher plugins}: what is installed, and what was refused. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Lists the installed plugins with their types, version, API and size, or why they are refused.",
        footer = {"", "Example:", "  dispatcher plugins"})
final class PluginsCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean problems = false;
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv);
                Catalog catalog = loader.catalog()) {
            for (PluginInfo plugin : catalog.plugins()) {
                out.println(PluginLines.of(plugin));
                problems |= !plugin.problems().isEmpty();
            }
            catalog.warnings().forEach(warning -> out.println("warning: " + warning));
        }
        return problems ? Main.WRONG : 0;
    }
}
