/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} and {@code test}. */
class CheckCommandTest {

    private static final String PASSING = """
            rules: [{to: event-log}]
            tests:
              - name: all is logged
                given: {message: x}
                expect: {event-log: 1}
            """;
    private static final String FAILING = """
            rules: [{when: {kind: a}, to: event-log}]
            tests:
              - name: all is logged
                given: {message: x}
                expect: {event-log: 1}
              - name: of another kind
                given: {message: x, kind: b}
                expect: {}
            """;

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(folder);
    }

    @AfterEach
    void restore() {
        cli.close();
    }

    @Test
    void aGoodConfigurationIsSummedUp() throws IOException {
        ExamplePlugins.into(folder.resolve("lib/plugins"));
        cli.conf("dispatcher.yaml", "portals: {front-door: {type: http}}\nsinks: {event-log: {type: log}}\n");
        cli.conf("rules.yaml", PASSING);

        Cli.Ended ended = cli.run("check");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualToIgnoringNewLines("good: 1 portal, 1 sink, 1 rule, 1 test");
        assertThat(ended.code()).isZero();
    }

    @Test
    void everythingThatIsWrongIsToldWithFileAndLine() throws IOException {
        cli.conf("dispatcher.yaml", "sinks:\n  event-log: {type: lok}\nhtpp: {}\n");
        cli.conf("rules.yaml", "rules:\n  - when: {lag: {gteee: 5}}\n    to: event-lok\n");

        Cli.Ended ended = cli.run("check");

        assertThat(ended.err().lines())
                .anyMatch(line -> line.startsWith("dispatcher.yaml:2") && line.contains("log"))
                .anyMatch(line -> line.startsWith("dispatcher.yaml:3") && line.contains("did you mean 'http'?"))
                .anyMatch(line -> line.startsWith("rules.yaml:2") && line.contains("did you mean 'gte'?"))
                .anyMatch(line -> line.startsWith("rules.yaml:3") && line.contains("did you mean 'event-log'?"));
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void failingTestsAndAnOpenDoorAreToldTogetherAndWarningsAfterThem() throws IOException {
        cli.conf(
                "dispatcher.yaml",
                "sinks:\n  event-log: {type: log}\n  idle: {type: log}\nhttp: {listen: \"0.0.0.0:80\"}\n");
        cli.conf("rules.yaml", FAILING);

        Cli.Ended ended = cli.run("check");

        assertThat(ended.err())
                .containsSubsequence(
                        "dispatcher.yaml:4", "0.0.0.0:80", "rules.yaml:3", "all is logged", "warning: ", "idle");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void warningsAloneAreNoFailure() throws IOException {
        cli.conf("dispatcher.yaml", "sinks:\n  event-log: {type: log}\n  idle: {type: log}\n");

        Cli.Ended ended = cli.run("check");

        assertThat(ended.err()).startsWith("warning: ").contains("idle");
        assertThat(ended.out()).startsWith("good: ");
        assertThat(ended.code()).isZero();
    }

    @Test
    void theAddressOfTheCommandLineIsCheckedInsteadOfTheConfiguredOne() {
        assertThat(cli.run("check", "--listen", "0.0.0.0:8080").err()).contains("0.0.0.0:8080");
        assertThat(cli.run("check", "--listen", "0.0.0.0:8080").code()).isEqualTo(1);
        assertThat(cli.run("check", "--listen", "127.0.0.1:8080").code()).isZero();
    }

    @Test
    void checkingWritesJunitResultsWhetherTheTestsPassOrFail() throws IOException {
        Path file = folder.resolve("reports/rules.xml");
        cli.conf("rules.yaml", FAILING);

        assertThat(cli.run("check", "--junit", file.toString()).code()).isEqualTo(1);
        assertThat(file).content().contains("tests=\"2\" failures=\"1\"");

        cli.conf("rules.yaml", PASSING);
        assertThat(cli.run("check", "--junit", file.toString()).code()).isZero();
        assertThat(file).content().contains("tests=\"1\" failures=\"0\"");
    }

    @Test
    void aFolderIsNoPlaceForJunitResults() {
        for (String command : new String[] {"check", "test"}) {
            Cli.Ended ended = cli.run(command, "--junit", folder.toString());

            assertThat(ended.err())
                    .isEqualToIgnoringNewLines("dispatcher: " + folder + " is a folder; a file is expected");
            assertThat(ended.code()).isEqualTo(1);
        }
    }

    @Test
    void testsThatFailArePrintedWithWhatDiffers() throws IOException {
        cli.conf("rules.yaml", FAILING);

        Cli.Ended ended = cli.run("test");

        assertThat(ended.out()).isEqualToIgnoringNewLines("tests: 1 passed, 1 failed");
        assertThat(ended.err())
                .contains("rules.yaml:3")
                .contains("all is logged")
                .contains("event-log");
        assertThat(ended.err()).doesNotContain("of another kind");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void testsThatPassAreCounted() throws IOException {
        cli.conf("rules.yaml", PASSING);
        Path file = folder.resolve("rules.xml");

        Cli.Ended ended = cli.run("test", "--junit", file.toString());

        assertThat(ended.out()).isEqualToIgnoringNewLines("tests: 1 passed, 0 failed");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(Files.readString(file)).contains("all is logged");
    }

    @Test
    void testsOfRulesThatCannotBeReadFail() throws IOException {
        cli.conf("rules.yaml", "rules: [\n");

        Cli.Ended ended = cli.run("test");

        assertThat(ended.err()).startsWith("rules.yaml:");
        assertThat(ended.code()).isEqualTo(1);
    }
}
