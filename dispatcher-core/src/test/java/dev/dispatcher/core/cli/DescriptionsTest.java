/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.plugin.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugins}, {@code describe}, {@code schema}, {@code init} and {@code reference}. */
class DescriptionsTest {

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

    private Path shout() throws IOException {
        return new PluginJar()
                .source("demo.Shout", ExamplePlugins.sink("demo", "Shout", "shout"))
                .sinks("demo.Shout")
                .write(folder.resolve("plugins/shout.jar"));
    }

    @Test
    void pluginsAreListedWithTheirTypesAndPlace() throws IOException {
        Path jar = shout();

        Cli.Ended ended = cli.run("plugins");

        assertThat(ended.out())
                .containsSubsequence(
                        "built-in", "sinks: log", "shout.jar", "bytes", "API", jar.toString(), "sinks: shout");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aRefusedPluginIsListedWithTheReason() throws IOException {
        shout();
        Files.writeString(folder.resolve("plugins/broken.jar"), "no archive");

        Cli.Ended ended = cli.run("plugins");

        assertThat(ended.out()).containsSubsequence("broken.jar   REFUSED", "problem: ", "shout.jar", "sinks: shout");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void pluginsAreListedWhateverIsWrongWithTheConfiguration() throws IOException {
        cli.conf("dispatcher.yaml", "sinks: [\n");
        assertThat(cli.run("plugins").out()).contains("built-in");
        assertThat(cli.run("plugins").code()).isZero();
    }

    @Test
    void withoutArgumentsAllTypesAreDescribed() throws IOException {
        shout();
        assertThat(cli.run("describe").out())
                .contains("portals: ", "sinks: log, shout", "dispatcher describe sink shout");
        assertThat(cli.run("describe", "sink").out()).isEqualTo("sinks: log, shout\n");
    }

    @Test
    void theOptionsOfATypeAndOfTheDispatcherAreDescribed() throws IOException {
        shout();
        assertThat(cli.run("describe", "sink", "shout").out()).contains("volume", "How loud.", "describe delivery");
        assertThat(cli.run("describe", "sink", "log").out()).contains("format");
        assertThat(cli.run("describe", "delivery").out()).contains("give-up-after");
        assertThat(cli.run("describe", "intake").out()).startsWith("intake");
        assertThat(cli.run("describe", "dispatcher").out()).contains("dead-letters", "listen");
    }

    @Test
    void whatCannotBeDescribedGetsASuggestion() throws IOException {
        shout();
        assertThat(cli.run("describe", "sink", "shuot"))
                .satisfies(ended -> assertThat(ended.err()).contains("log, shout", "did you mean 'shout'?"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(1));
        assertThat(cli.run("describe", "sinc").err()).contains("did you mean 'sink'?");
        assertThat(cli.run("describe", "delivery", "log").err())
                .isEqualToIgnoringNewLines(
                        "dispatcher: a type stands behind 'sink' or 'portal' only: dispatcher describe sink shout");
    }

    @Test
    void theSchemaOfTheDispatcherHasTheInstalledTypes() throws IOException {
        shout();
        Cli.Ended ended = cli.run("schema", "dispatcher");

        assertThat(ended.out()).contains("\"shout\"", "volume");
        assertThat(new JacksonJson().read(ended.out().getBytes(StandardCharsets.UTF_8)))
                .isNotNull();
        assertThat(ended.code()).isZero();
    }

    @Test
    void theSchemaOfTheRulesHasTheConfiguredSinksEvenWhileTheRulesAreWrong() throws IOException {
        cli.conf("rules.yaml", "rules: [\n");
        assertThat(cli.run("schema", "rules").out()).contains("\"event-log\"");

        cli.conf("dispatcher.yaml", "sinks: [\n");
        Cli.Ended unreadable = cli.run("schema", "rules");
        assertThat(unreadable.out()).contains("\"$defs\"").doesNotContain("event-log");
        assertThat(unreadable.code()).isZero();
    }

    @Test
    void aConfigurationToBeginWithIsWrittenOnceAndIsGood() throws IOException {
        ExamplePlugins.into(folder.resolve("lib/plugins"));
        Path target = folder.resolve("deep/my own");

        Cli.Ended written = cli.run("init", target.toString());
        assertThat(written.out()).contains("dispatcher run --conf " + target);
        assertThat(written.code()).isZero();
        assertThat(cli.run("check", "--conf", target.toString()).code()).isZero();

        Files.writeString(target.resolve("rules.yaml"), "mine");
        Files.delete(target.resolve("dispatcher.yaml"));
        Cli.Ended again = cli.run("init", target.toString());
        assertThat(again.err())
                .isEqualToIgnoringNewLines(
                        "dispatcher: " + target.resolve("rules.yaml") + " is there already; nothing was written");
        assertThat(again.code()).isEqualTo(1);
        assertThat(target.resolve("dispatcher.yaml")).doesNotExist();
        assertThat(target.resolve("rules.yaml")).hasContent("mine");
    }

    @Test
    void aFileIsNoPlaceForAConfiguration() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(cli.run("init", file.toString()).err())
                .isEqualToIgnoringNewLines("dispatcher: " + file + " is no folder");
        assertThat(cli.run("init", file + "/below").err())
                .startsWith("dispatcher: ")
                .contains(file.toString());
        assertThat(cli.run("init", file + "/below").code()).isEqualTo(1);
    }

    @Test
    void theReferencePagesAreWrittenAndCompared() throws IOException {
        Path pages = folder.resolve("pages");

        assertThat(cli.run("reference", "--write", pages.toString()).code()).isZero();
        assertThat(pages).isDirectoryContaining("glob:**/configuration.md");
        assertThat(cli.run("reference", "--check", pages.toString()).code()).isZero();
        assertThat(cli.run("reference").out()).contains("# Configuration reference", "# Command line");

        Files.writeString(pages.resolve("cli.md"), "old");
        Cli.Ended old = cli.run("reference", "--check", pages.toString());
        assertThat(old.err()).contains("cli.md is not what the code says");
        assertThat(old.code()).isEqualTo(1);
    }

    @Test
    void thePageOfTheCommandLineHasEveryCommandAndNothingOfThisMachine() {
        assertThat(CommandPage.markdown())
                .contains("## dispatcher\n", "## dispatcher explain\n", "--event=FILE", "## dispatcher reload\n")
                .doesNotContain(folder.toString(), "\u001b")
                .isEqualTo(CommandPage.markdown());
    }
}
