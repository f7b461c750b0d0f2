/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.Gate;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.rules.TestResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private TestRun tests = new TestRun();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ConfigException, Problem {
        try (Look look = new Look(places)) {
            Configuration configuration = look.configuration();
            List<TestResult> results = tests.results(configuration);
            boolean good = passes(configuration);
            PrintWriter err = spec.commandLine().getErr();
            configuration.warnings().forEach(warning -> err.println("warning: " + warning));
            if (good) {
                spec.commandLine().getOut().println(summary(configuration, results.size()));
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

    private static String summary(Configuration configuration, int tests) {
        return "good: " + count(configuration.portalNames().size(), "portal") + ", "
                + count(configuration.sinkNames().size(), "sink") + ", "
                + count(configuration.rules().rules().size(), "rule") + ", "
                + count(tests, "test");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
