/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFoldersTest {

    @TempDir
    Path root;

    private Home home;

    @BeforeEach
    void open() throws IOException {
        home = new Home(root);
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private static String says(String word) {
        return "throw DeliveryException.permanent(\"" + word + "\");";
    }

    private static void assertSays(Sink sink, String word) {
        assertThatThrownBy(() -> sink.deliver(List.of(Home.EVENT)))
                .isInstanceOf(DeliveryException.class)
                .hasMessage(word);
    }

    @Test
    void withoutFoldersThereIsOnlyTheHost() throws Exception {
        try (Catalog catalog = home.scan()) {
            assertThat(catalog.plugins()).singleElement().satisfies(info -> {
                assertThat(info.facts().name()).isEqualTo("built-in");
                assertThat(info.problems()).isEmpty();
            });
        }
    }

    @Test
    void aPluginTellsWhatItIs() throws Exception {
        Path file = PluginJar.sink("pager", "")
                .manifest("Implementation-Version", "1.2")
                .manifest("Dispatcher-Api-Version", "0.1")
                .write(home.jar("pager.jar"));
        try (Catalog catalog = home.scan()) {
            PluginInfo info = Home.only(catalog);
            PluginFacts facts = info.facts();
            assertThat(info.sinks()).containsExactly("pager");
            assertThat(info.portals()).isEmpty();
            assertThat(facts.name()).isEqualTo("pager.jar");
            assertThat(facts.location()).isEqualTo(file.toString());
            assertThat(facts.origin()).isEqualTo(Origin.USER);
            assertThat(facts.version()).contains("1.2");
            assertThat(facts.apiVersion()).contains("0.1");
            assertThat(facts.size()).isEqualTo(Files.size(file));
            assertThat(facts.hash()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void otherFilesAndHiddenOnesAreNoPlugins() throws Exception {
        Files.createDirectories(home.jar(".git"));
        Files.writeString(home.jar("README.md"), "drop JARs here");
        Files.writeString(home.jar(".half.jar"), "being copied");
        try (Catalog catalog = home.scan()) {
            assertThat(catalog.plugins()).hasSize(1);
        }
    }

    @Test
    void aFolderOfTwoJarsIsOnePlugin() throws Exception {
        Path library = new PluginJar()
                .source(
                        "lib.Words",
                        "package lib; public class Words { public static final String word() { return \"from the library\"; } }")
                .write(home.jar("pager").resolve("words.jar"));
        PluginJar.sink("pager", "throw DeliveryException.permanent(lib.Words.word());")
                .against(library)
                .write(home.jar("pager").resolve("pager.jar"));
        Lent lent = new Lent();
        try (Catalog catalog = home.scan();
                Sink sink = Home.sink(catalog, "pager", lent)) {
            assertThat(Home.only(catalog).facts().name()).isEqualTo("pager");
            assertSays(sink, "from the library");
        }
    }

    @Test
    void anUnchangedPluginKeepsItsLoaderAndFactories() throws Exception {
        PluginJar.sink("a", "").write(home.jar("a.jar"));
        PluginJar.sink("b", "").write(home.jar("b").resolve("b.jar"));
        try (Catalog first = home.scan();
                Catalog second = home.folders.rescan(first, Set.of())) {
            for (String type : List.of("a", "b")) {
                assertThat(second.sink(type).orElseThrow().factory())
                        .isSameAs(first.sink(type).orElseThrow().factory());
                assertThat(second.sink(type).orElseThrow().plugin())
                        .isSameAs(first.sink(type).orElseThrow().plugin());
            }
            assertThat(home.copies()).isEqualTo(2);
        }
    }

    @Test
    void aJarDroppedInIsThereAfterTheNextScan() throws Exception {
        try (Catalog first = home.scan()) {
            PluginJar.sink("late", "").write(home.jar("late.jar"));
            try (Catalog second = home.folders.rescan(first, Set.of())) {
                assertThat(first.sinkTypes()).isEmpty();
                assertThat(second.sinkTypes()).containsExactly("late");
            }
        }
    }

    @Test
    void aReplacedJarServesNewInstancesWhileTheOldOneGoesOn() throws Exception {
        PluginJar.sink("pager", "throw DeliveryException.permanent(Late.word());")
                .source("demo.Late", "package demo; class Late { static String word() { return \"old\"; } }")
                .write(home.jar("pager.jar"));
        Catalog first = home.scan();
        Plugin old = first.sink("pager").orElseThrow().plugin();
        Sink oldSink = Home.sink(first, "pager", new Lent());
        // overwritten in place, before the old version has loaded all of its classes
        PluginJar.sink("pager", says("new")).write(home.jar("pager.jar"));
        Catalog second = home.folders.rescan(first, Set.of());
        first.close();
        try (Sink newSink = Home.sink(second, "pager", new Lent())) {
            assertSays(oldSink, "old");
            assertSays(newSink, "new");
            assertThat(old.closed()).isFalse();
            oldSink.close();
            oldSink.close();
            assertThat(old.closed()).isTrue();
            assertSays(newSink, "new");
            assertThat(home.copies()).isEqualTo(1);
        }
        second.close();
        assertThat(home.copies()).isZero();
    }

    @Test
    void aChangeInsideAFolderIsAChange() throws Exception {
        PluginJar.sink("pager", says("old")).write(home.jar("pager").resolve("pager.jar"));
        try (Catalog first = home.scan()) {
            PluginJar.sink("pager", says("new")).write(home.jar("pager").resolve("pager.jar"));
            try (Catalog second = home.folders.rescan(first, Set.of());
                    Sink sink = Home.sink(second, "pager", new Lent())) {
                assertSays(sink, "new");
            }
        }
    }

    @Test
    void aRemovedJarIsGoneFromTheNextCatalogAndDisturbsNoInstance() throws Exception {
        PluginJar.sink("pager", says("still here")).write(home.jar("pager.jar"));
        Catalog first = home.scan();
        Sink sink = Home.sink(first, "pager", new Lent());
        Files.delete(home.jar("pager.jar"));
        try (Catalog second = home.folders.rescan(first, Set.of())) {
            assertThat(second.sinkTypes()).isEmpty();
            first.close();
            assertSays(sink, "still here");
            sink.close();
            assertThat(home.copies()).isZero();
        }
    }

    @Test
    void droppingTheNewCatalogClosesOnlyWhatItAloneUses() throws Exception {
        PluginJar.sink("a", says("a")).write(home.jar("a.jar"));
        try (Catalog first = home.scan()) {
            PluginJar.sink("b", says("b")).write(home.jar("b.jar"));
            Catalog second = home.folders.rescan(first, Set.of());
            Plugin b = second.sink("b").orElseThrow().plugin();
            second.close();
            second.close();
            assertThat(b.closed()).isTrue();
            try (Sink sink = Home.sink(first, "a", new Lent())) {
                assertSays(sink, "a");
            }
        }
    }

    @Test
    void aClosedCatalogMakesNoInstances() throws Exception {
        PluginJar.sink("a", "").write(home.jar("a.jar"));
        Catalog catalog = home.scan();
        catalog.close();
        assertThatThrownBy(() -> Home.sink(catalog, "a", new Lent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.jar is no longer loaded");
        assertThatThrownBy(() -> home.folders.rescan(catalog, Set.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailedCreationHoldsNothing() throws Exception {
        PluginJar.sink("a", "")
                .source(
                        "demo.Factory",
                        PluginJar.factory("demo", "Factory", "a", "")
                                .replace("return batch -> {  };", "throw new java.io.IOException(\"no\");"))
                .write(home.jar("a.jar"));
        Catalog catalog = home.scan();
        Plugin plugin = catalog.sink("a").orElseThrow().plugin();
        assertThatThrownBy(() -> Home.sink(catalog, "a", new Lent()))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        catalog.close();
        assertThat(plugin.closed()).isTrue();
    }

    @Test
    void whatAKilledProcessLeftBehindIsDeletedAndWhatALivingOneUsesIsNot() throws Exception {
        Path dead = Files.createDirectories(home.work.resolve("run-dead/a.jar-1"));
        Files.writeString(dead.resolve("a.jar"), "left");
        PluginJar.sink("a", "").write(home.jar("a.jar"));
        try (Catalog catalog = home.scan();
                PluginFolders other = new PluginFolders(BuiltIn.NONE, null, null, home.work)) {
            assertThat(dead).doesNotExist();
            assertThat(home.copies()).isEqualTo(1);
        }
    }
}
