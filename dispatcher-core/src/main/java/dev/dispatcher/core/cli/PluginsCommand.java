/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

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
        description = {
            "Lists the installed plugins with their types, version, API and size, or why they are refused.",
            "Exit code 1 when there is a problem with one of them."
        },
        footer = {"", "Example:", "  dispatcher plugins"})
final class PluginsCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Problem {
        PrintWriter out = spec.commandLine().getOut();
        try (Look look = new Look(places)) {
            Catalog catalog = look.catalog();
            catalog.plugins().forEach(plugin -> out.println(PluginLines.of(plugin)));
            catalog.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            return catalog.plugins().stream().map(PluginInfo::problems).allMatch(java.util.List::isEmpty)
                    ? 0
                    : Main.WRONG;
        }
    }
}
