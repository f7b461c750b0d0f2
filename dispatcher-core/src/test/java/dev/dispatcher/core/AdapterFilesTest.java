/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.core.builtin.LogSinkFactory;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.FileSet;
import dev.dispatcher.core.plugin.BuiltIn;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.plugin.PluginFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's adapters are a part of the configuration: read, watched and refused with it. */
class AdapterFilesTest {

    @TempDir
    Path home;

    private Path adapters;

    @BeforeEach
    void write() throws IOException {
        Path conf = home.resolve("conf");
        adapters = conf.resolve("adapters");
        Files.createDirectories(conf);
        Files.writeString(conf.resolve("dispatcher.yaml"), "sinks: {out: {type: log}}\n");
        Files.writeString(conf.resolve("rules.yaml"), "otherwise: [out]\n");
    }

    private Configuration load() throws IOException, ConfigException {
        Home places = new Home(home.resolve("conf"), home.resolve("data"), home.resolve("plugins"), null);
        BuiltIn builtIn = new BuiltIn(List.of(new LogSinkFactory()), List.of());
        try (PluginFolders folders = new PluginFolders(builtIn, null, places.plugins(), places.data());
                Catalog catalog = folders.scan(Set.of())) {
            return new ConfigurationReader(places, Map.of("S", "s3cret")::get, failed -> {}).read(catalog);
        }
    }

    @Test
    void aFileThatComesOrChangesIsAChangeOfTheConfiguration() throws Exception {
        Configuration before = load();
        assertThat(before.adapters().names()).contains("github").doesNotContain("checks");
        Files.createDirectories(adapters);
        Files.writeString(adapters.resolve("checks.yaml"), "description: one\n");
        assertThat(new FileSet(before.files()).fingerprint()).isNotEqualTo(before.hash());
        Configuration after = load();
        assertThat(after.adapters().description("checks")).isEqualTo("one");
        assertThat(new FileSet(after.files()).fingerprint()).isEqualTo(after.hash());
        Files.writeString(adapters.resolve("checks.yaml"), "description: two\n");
        assertThat(new FileSet(after.files()).fingerprint()).isNotEqualTo(after.hash());
        Configuration last = load();
        assertThat(last.adapters().description("checks")).isEqualTo("two");
        assertThat(last.adapters().hash()).isNotEqualTo(after.adapters().hash());
        assertThat(load().adapters().hash()).isEqualTo(last.adapters().hash());
    }

    @Test
    void aMistakeRefusesTheWholeAndSaysWhere() throws Exception {
        Files.createDirectories(adapters);
        Files.writeString(adapters.resolve("checks.yaml"), "description: one\nfeilds: {}\n");
        ConfigException wrong = catchThrowableOfType(ConfigException.class, this::load);
        assertThat(wrong.mistakes())
                .singleElement()
                .hasToString("adapters/checks.yaml:2: feilds: no such key here; did you mean 'fields'?");
    }

    @Test
    void itsSecretsAreMaskedLikeAllOthers() throws Exception {
        Files.createDirectories(adapters);
        Files.writeString(
                adapters.resolve("github.yaml"),
                "extends: github\nverify: {github: {secret: [\"${env:S}\", inTheFile]}}\n");
        Configuration read = load();
        assertThat(read.secrets()).contains("s3cret", "inTheFile");
        assertThat(read.adapters().verifies("github")).isTrue();
    }
}
