/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.rules.JunitXml;
import dev.dispatcher.core.rules.RuleTests;
import dev.dispatcher.core.rules.TestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Runs the tests beside the rules; shared by the commands that do. */
final class TestRun {

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results of the tests there, as JUnit XML.")
    private @Nullable Path junit;

    List<TestResult> results(Configuration configuration) throws IOException, Problem {
        List<TestResult> results = RuleTests.run(configuration.rules());
        if (junit != null) {
            TextFiles.write(junit, JunitXml.write(results));
        }
        return results;
    }
}
