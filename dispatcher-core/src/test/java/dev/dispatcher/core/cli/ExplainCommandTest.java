/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    private static final String RULES = """
            rules:
              - name: only errors
                when: {severity: error}
                to: event-log
            """;

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(folder);
        cli.conf("rules.yaml", RULES);
    }

    @AfterEach
    void restore() {
        cli.close();
    }

    private Cli.Ended explain(String event, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("event.json"), event);
        String[] arguments =
                java.util.Arrays.copyOf(new String[] {"explain", "--event", file.toString()}, 3 + more.length);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return cli.run(arguments);
    }

    private static Object json(String text) throws IOException {
        return new JacksonJson().read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventIsExplainedFromAFile() throws IOException {
        Cli.Ended matched = explain("{\"message\": \"x\", \"severity\": \"error\"}");
        assertThat(matched.out()).contains("+ only errors").contains("→ event-log");
        assertThat(matched.err()).isEmpty();
        assertThat(matched.code()).isZero();

        Cli.Ended ignored = explain("{\"message\": \"x\", \"severity\": \"info\"}");
        assertThat(ignored.out()).contains("- only errors").contains("severity").contains("ignored");
        assertThat(ignored.code()).isZero();
    }

    @Test
    void aDashIsStandardInput() {
        Cli.Ended ended = cli.runWithInput("{\"message\": \"x\", \"severity\": \"error\"}", "explain", "--event", "-");

        assertThat(ended.out()).contains("→ event-log");
        assertThat(ended.code()).isZero();
    }

    @Test
    void everyEventOfAnArrayIsExplained() throws IOException {
        Cli.Ended ended = explain(
                "[{\"message\": \"x\", \"severity\": \"error\", \"id\": \"one\"}, {\"message\": \"y\", \"id\": \"two\"}]");

        assertThat(ended.out()).containsSubsequence("event one", "→ event-log", "event two", "ignored");
    }

    @Test
    void jsonIsAnObjectForAnEventAndAnArrayForAnArray() throws IOException {
        String event = "{\"message\": \"x\", \"severity\": \"error\", \"lag\": 5}";

        Map<?, ?> one = (Map<?, ?>) json(explain(event, "--json").out());
        assertThat(one.get("ignored")).isEqualTo(false);
        assertThat(String.valueOf(one.get("targets"))).contains("event-log", "lag=5");
        assertThat((List<?>) json(explain(" [" + event + "]", "--json").out())).hasSize(1);
    }

    @Test
    void secretsAreMaskedInTextAndJson() throws IOException {
        String secret = "s3cret-\"quoted\"-value";
        Path file = Files.writeString(folder.resolve("secret"), secret);
        cli.conf("rules.yaml", "rules:\n  - set: {token: \"${file:" + file + "}\"}\n    to: event-log\n");
        String event = "{\"message\": \"holds s3cret-\\\"quoted\\\"-value too\"}";

        Cli.Ended text = explain(event);
        assertThat(text.out()).contains("token").doesNotContain("s3cret");
        assertThat(text.code()).isZero();

        Cli.Ended asJson = explain(event, "--json");
        assertThat(asJson.out()).contains("\"token\"", "holds **** too").doesNotContain("s3cret");
        assertThat(json(asJson.out())).isInstanceOf(Map.class);
    }

    @Test
    void whatIsNoEventIsToldWithItsLine() throws IOException {
        Cli.Ended ended = explain("{\"message\":\n \"x\",,}");
        assertThat(ended.err()).startsWith("dispatcher: " + folder.resolve("event.json") + ":2: ");
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(1);

        assertThat(explain("").err()).contains("the body is empty");
        assertThat(explain("hello").code()).isEqualTo(1);
        assertThat(explain("[{\"kind\": \"a\"},\n{\"message\": 5}]").err().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("event.json:1: "))
                .anyMatch(line -> line.contains("event.json:2: "));
    }

    @Test
    void aFileThatIsNotThereAndAFolderAreNamed() {
        Path missing = folder.resolve("missing.json");
        assertThat(cli.run("explain", "--event", missing.toString()))
                .isEqualTo(new Cli.Ended(1, "", "dispatcher: there is no " + missing + System.lineSeparator()));
        assertThat(cli.run("explain", "--event", folder.toString()).err())
                .isEqualToIgnoringNewLines("dispatcher: " + folder + " is a folder; a file is expected");
    }

    @Test
    void aWrongConfigurationIsToldInsteadOfAnExplanation() throws IOException {
        cli.conf("rules.yaml", "rules: [{to: nobody}]\n");

        Cli.Ended ended = explain("{\"message\": \"x\"}");

        assertThat(ended.err()).startsWith("rules.yaml:1");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(1);
    }
}
