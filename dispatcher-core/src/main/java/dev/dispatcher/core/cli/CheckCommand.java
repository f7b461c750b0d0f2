/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.Gate;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.rules.JunitXml;
import dev.dispatcher.core.rules.RuleTests;
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

    @Mixin
    private ListenOption listen = new ListenOption();

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results of the tests there, as JUnit XML.")
    private @Nullable Path junit;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ConfigException, Problem {
        try (Look look = new Look(places)) {
            Configuration configuration = look.configuration();
            if (junit != null) {
                TextFiles.write(junit, JunitXml.write(RuleTests.run(configuration.rules())));
            }
            boolean good = passes(configuration);
            PrintWriter err = spec.commandLine().getErr();
            configuration.warnings().forEach(warning -> err.println("warning: " + warning));
            if (good) {
                spec.commandLine().getOut().println(summary(configuration));
            }
            return good ? 0 : Main.WRONG;
        }
    }

    private boolean passes(Configuration configuration) {
        try {
            Gate.check(configuration, listen.overrides());
            return true;
        } catch (ConfigException e) {
            Failures.tell(e, spec.commandLine().getErr());
            return false;
        }
    }

    private static String summary(Configuration configuration) {
        return "good: " + count(configuration.portalNames().size(), "portal") + ", "
                + count(configuration.sinkNames().size(), "sink") + ", "
                + count(configuration.rules().rules().size(), "rule") + ", "
                + count(RuleTests.run(configuration.rules()).size(), "test");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
