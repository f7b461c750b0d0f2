/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dispatcher test}: only the tests beside the rules. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs the tests that stand beside the rules, and prints what differs.",
        footer = {"", "Example:", "  dispatcher test"})
final class TestCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results there, as JUnit XML.")
    private @Nullable Path junit;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ConfigException {
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv)) {
            Loaded loaded = loader.load();
            try {
                return TestRun.of(loaded.configuration().rules(), junit, spec.commandLine()) ? 0 : Main.WRONG;
            } finally {
                loaded.catalog().close();
            }
        }
    }
}
