/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

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

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            chek                       | there is no command 'chek'; did you mean 'check'? see dispatcher --help
            frobnicate                 | there is no command 'frobnicate'; see dispatcher --help
            --verzion                  | there is no option '--verzion'; did you mean '--version'? see dispatcher --help
            check --jnit x             | there is no option '--jnit'; did you mean '--junit'? see dispatcher check --help
            check extra                | 'extra' is too much; see dispatcher check --help
            check --conf               | Missing required parameter for option '--conf' (DIR); see dispatcher check --help
            init                       | Missing required parameter: 'DIR'; see dispatcher init --help
            explain                    | expected the ID of an event, or --event FILE; see dispatcher explain --help
            explain x --event y        | expected the ID of an event, or --event FILE, not both; see dispatcher explain --help
            tap --count 0              | --count expects a number from 1 on, not 0; see dispatcher tap --help
            tap --for soon             | Invalid value for option '--for': expected a duration such as 500ms, 10s or 5m, not 'soon'; see dispatcher tap --help
            schema                     | Missing required parameter: 'FILE'; see dispatcher schema --help
            schema ruls                | expected dispatcher or rules, not 'ruls'; did you mean 'rules'? see dispatcher schema --help
            run --listen 8080          | Invalid value for option '--listen': listen should be HOST:PORT such as 127.0.0.1:8080 or [::1]:8080, not '8080'; see dispatcher run --help
            check --listen here:99999  | Invalid value for option '--listen': listen should be HOST:PORT such as 127.0.0.1:8080 or [::1]:8080, not 'here:99999'; see dispatcher check --help
            reload --url localhost:80  | Invalid value for option '--url': expected an address such as http://127.0.0.1:8080; see dispatcher reload --help
            reload --timeout soon      | Invalid value for option '--timeout': expected a duration such as 500ms, 10s or 5m, not 'soon'; see dispatcher reload --help
            reload --timeout 0s        | Invalid value for option '--timeout': expected a duration such as 500ms, 10s or 5m, not '0s'; see dispatcher reload --help
            send --field a:=[1, x      | --field a:= expects JSON such as 1200, true or ["a"], not '[1,'; see dispatcher send --help
            """)
    void aCommandLineThatIsNotUnderstoodGetsOneSentenceAndExitCodeTwo(String line, String sentence) {
        Cli.Ended ended = cli.run(line.split(" "));

        assertThat(ended.err()).isEqualTo("dispatcher: " + sentence + System.lineSeparator());
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void withoutACommandTheUsageIsPrinted() {
        Cli.Ended ended = cli.run();

        assertThat(ended.err()).startsWith("Usage: dispatcher").contains("explain", "reload");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(cli.run("--help").out()).startsWith("Usage: dispatcher");
        assertThat(cli.run("check", "--help").out()).startsWith("Usage: dispatcher check");
        assertThat(cli.run("--version").out())
                .startsWith("dispatcher ")
                .contains("Java " + Runtime.version().feature());
        assertThat(cli.run("--version").err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"check", "test", "run", "plugins", "describe", "explain --event event.json", "schema rules"})
    void aConfigurationFolderThatIsNotThereIsNamedWithTheCommandThatMakesOne(String command) throws IOException {
        String missing = folder.resolve("no where").toString();
        String[] words = (command + " --conf").split(" ");
        String[] arguments = java.util.Arrays.copyOf(words, words.length + 1);
        arguments[words.length] = missing;
        if (command.startsWith("explain")) {
            arguments[2] = cli.conf("event.json", "{\"message\": \"x\"}").toString();
        }

        Cli.Ended ended = cli.run(arguments);

        assertThat(ended.err())
                .isEqualTo("dispatcher: there is no folder " + missing + "; 'dispatcher init " + missing
                        + "' writes a configuration to begin with" + System.lineSeparator());
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void aPluginsFolderThatIsNotThereIsNamed() {
        Cli.Ended ended =
                cli.run("plugins", "--plugins", folder.resolve("missing").toString());

        assertThat(ended.err()).contains("there is no folder").contains("missing");
        assertThat(ended.code()).isEqualTo(1);
    }
}
