/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.Dispatcher.Overrides;
import dev.dispatcher.core.Gate;
import dev.dispatcher.core.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dispatcher check}: would it start, or reload? */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reads and checks the whole configuration and runs the tests beside the rules. Opens nothing.",
        footer = {"", "Example:", "  dispatcher check --junit rules.xml"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results of the tests there, as JUnit XML.")
    private @Nullable Path junit;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv)) {
            Loaded loaded = loader.load();
            try {
                Configuration configuration = loaded.configuration();
                boolean passed = TestRun.of(configuration.rules(), junit, spec.commandLine());
                if (passed) {
                    Gate.check(configuration, Overrides.NONE);
                }
                configuration.warnings().forEach(warning -> out.println("warning: " + warning));
                out.println(configuration.portalNames().size() + " portals, "
                        + configuration.sinkNames().size() + " sinks, "
                        + configuration.rules().rules().size() + " rules: "
                        + (passed ? "all is well" : "tests fail"));
                return passed ? 0 : Main.WRONG;
            } finally {
                loaded.catalog().close();
            }
        }
    }
}
