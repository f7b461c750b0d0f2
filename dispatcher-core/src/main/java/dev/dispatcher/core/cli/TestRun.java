/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.rules.JunitXml;
import dev.dispatcher.core.rules.RuleTests;
import dev.dispatcher.core.rules.Ruleset;
import dev.dispatcher.core.rules.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the tests beside the rules and prints what failed. */
final class TestRun {

    private TestRun() {}

    /** @return true when all passed */
    static boolean of(Ruleset rules, @Nullable Path junit, CommandLine commandLine) throws IOException {
        List<TestResult> results = RuleTests.run(rules);
        results.stream()
                .filter(result -> !result.passed())
                .forEach(result -> commandLine.getErr().println(result));
        if (junit != null) {
            Files.writeString(junit, JunitXml.write(results));
        }
        long failed = results.stream().filter(result -> !result.passed()).count();
        commandLine.getOut().println("tests: " + (results.size() - failed) + " passed, " + failed + " failed");
        return failed == 0;
    }
}
