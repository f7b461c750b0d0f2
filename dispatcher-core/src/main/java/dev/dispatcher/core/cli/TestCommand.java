/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

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

/** {@code dispatcher test}: only the tests beside the rules. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs the tests that stand beside the rules, and prints what differs.",
        footer = {"", "Example:", "  dispatcher test"})
final class TestCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Mixin
    private TestRun tests = new TestRun();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ConfigException, Problem {
        try (Look look = new Look(places)) {
            List<TestResult> results = tests.results(look.configuration());
            List<TestResult> failed =
                    results.stream().filter(result -> !result.passed()).toList();
            PrintWriter err = spec.commandLine().getErr();
            failed.forEach(err::println);
            spec.commandLine()
                    .getOut()
                    .println("tests: " + (results.size() - failed.size()) + " passed, " + failed.size() + " failed");
            return failed.isEmpty() ? 0 : Main.WRONG;
        }
    }
}
