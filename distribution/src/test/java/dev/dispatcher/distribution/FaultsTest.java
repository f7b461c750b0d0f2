/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Alvares did wrong, and the tests that show that we do not: each has the fault's number in its name. */
class FaultsTest {

    private static final Path PROJECT =
            Path.of(System.getProperty("dispatcher.docs")).getParent();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault | what was wrong                                                       | where that is shown
            1     | A deployment without replicas is announced as a removal              | AspenPortalTest, AlvaresMessagesTest
            2     | Answered before anything is done; lost with the process; 4xx unseen  | AlvaresTest
            4     | Clusters and excluded apps are compared as parts of a text           | UptimeRobotSinkTest
            5     | Failures of UptimeRobot are announced as success, another app's monitor is overwritten | UptimeRobotSinkTest
            6     | Detectify's status is not told, keys are in the log                  | DetectifySinkTest
            7     | A form loses types and nested values; a missing cluster is an error  | AspenPortalTest, AlvaresMessagesTest
            8     | Channels are read in three ways; without any the message is lost     | AspenPortalTest, AlvaresTest, AlvaresMessagesTest
            9     | Addresses are glued together; no path is watched at /_monitor        | EnrichmentTest
            10    | An unknown cluster gets addresses of production                      | EnrichmentTest
            12    | Text is not escaped for Slack, quotes are deleted                    | AspenPortalTest, AlvaresMessagesTest
            13    | Health checks need JSON; nobody is asked who he is                   | AspenPortalTest, AlvaresMessagesTest
            14    | Two deployments of one app race                                      | AlvaresTest
            """)
    void everyFaultHasTestsThatNameIt(int fault, String what, String where) throws IOException {
        for (String name : where.split(", ")) {
            assertThat(source(name)).as(what).containsPattern("void fault" + fault + "[A-Z]");
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.find(
                PROJECT,
                12,
                (file, attributes) ->
                        file.endsWith(test + ".java") && file.toString().contains("src/test/java"))) {
            List<Path> found = files.toList();
            assertThat(found).as(test).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
