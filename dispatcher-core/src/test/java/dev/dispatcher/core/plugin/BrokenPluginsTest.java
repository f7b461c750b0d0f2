/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenPluginsTest {

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

    @Test
    void aJarWithoutServicesLineIsAskedWhetherItBelongsIntoAFolder() throws Exception {
        new PluginJar()
                .source("demo.Factory", PluginJar.factory("demo", "Factory", "x", ""))
                .write(home.jar("library.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog))
                    .contains("has no META-INF/services/dev.dispatcher.api.SinkFactory")
                    .contains("belongs into the folder of a plugin?");
            assertThat(Home.only(catalog).refused()).isTrue();
        }
    }

    @Test
    void aServicesFileWithoutAClassIsRefused() throws Exception {
        new PluginJar().sinks("# nothing yet").write(home.jar("empty.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog)).isEqualTo("META-INF/services names no class");
        }
    }

    @Test
    void aMissingClassHidesNoGoodOne() throws Exception {
        PluginJar.sink("good", "").sinks("demo.Gone", "demo.Factory").write(home.jar("half.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(catalog.sinkTypes()).containsExactly("good");
            assertThat(Home.only(catalog).problems())
                    .anySatisfy(problem -> assertThat(problem).contains("demo.Gone not found"));
        }
    }

    @Test
    void aServicesFileThatIsNoListOfClassesIsRefusedWithItsLine() throws Exception {
        PluginJar.sink("good", "").sinks("demo.Factory", "this is no class").write(home.jar("prose.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog)).contains("SinkFactory:2").contains("syntax");
        }
    }

    @Test
    void aSuperclassThatIsNotThereIsReportedAndHidesNoGoodOne() throws Exception {
        PluginJar.sink("good", "")
                .source("demo.Base", "package demo; public class Base {}")
                .source(
                        "demo.Second",
                        PluginJar.factory("demo", "Second", "second", "")
                                .replace("class Second implements", "class Second extends Base implements"))
                .drop("demo.Base")
                .sinks("demo.Second", "demo.Factory")
                .write(home.jar("half.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(catalog.sinkTypes()).containsExactly("good");
            assertThat(Home.problemOf(catalog)).contains("demo/Base").contains("brings its own libraries");
        }
    }

    @Test
    void aThrowingConstructorIsReportedWithItsReason() throws Exception {
        PluginJar.sink("bad", "")
                .source(
                        "demo.Factory",
                        PluginJar.factory("demo", "Factory", "bad", "")
                                .replace(
                                        "public record",
                                        "public Factory() { throw new IllegalStateException(\"no coffee\"); } public"
                                                + " record"))
                .write(home.jar("bad.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog)).contains("demo.Factory").contains("no coffee");
        }
    }

    @Test
    void aLinkageErrorComparesTheApiVersions() throws Exception {
        Path otherApi = new PluginJar()
                .withoutApi()
                .source(
                        "dev.dispatcher.api.Fancy",
                        "package dev.dispatcher.api; public class Fancy { public static String word() { return \"\"; } }")
                .write(root.resolve("other-api.jar"));
        PluginJar.sink("fancy", "")
                .source(
                        "demo.Factory",
                        PluginJar.factory("demo", "Factory", "fancy", "")
                                .replace("return \"fancy\"", "return Fancy.word()"))
                .against(otherApi)
                .manifest("Dispatcher-Api-Version", "9.9")
                .write(home.jar("fancy.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog))
                    .contains("dev/dispatcher/api/Fancy")
                    .contains("built against dispatcher-api 9.9, this is " + ApiVersion.ours());
        }
    }

    @Test
    void aLinkageErrorInDeliverStaysOneAndComparesTheApiVersions() throws Exception {
        Path otherApi = new PluginJar()
                .withoutApi()
                .source(
                        "dev.dispatcher.api.Fancy",
                        "package dev.dispatcher.api; public class Fancy { public static void go() {} }")
                .write(root.resolve("other-api.jar"));
        PluginJar.sink("fancy", "Fancy.go();")
                .against(otherApi)
                .manifest("Dispatcher-Api-Version", "9.9")
                .write(home.jar("fancy.jar"));
        try (Catalog catalog = home.scan();
                var sink = Home.sink(catalog, "fancy", new Lent())) {
            assertThatThrownBy(() -> sink.deliver(java.util.List.of(Home.EVENT)))
                    .isInstanceOf(LinkageError.class)
                    .hasMessageContaining("built against dispatcher-api 9.9, this is " + ApiVersion.ours());
        }
    }

    @Test
    void aLinkageErrorInCreateBecomesAnExceptionForTheUser() throws Exception {
        PluginJar.sink("lame", "")
                .source("demo.Helper", "package demo; public class Helper { static void help() {} }")
                .source(
                        "demo.Factory",
                        PluginJar.factory("demo", "Factory", "lame", "")
                                .replace("return batch", "Helper.help(); return batch"))
                .drop("demo.Helper")
                .write(home.jar("lame.jar"));
        try (Catalog catalog = home.scan()) {
            assertThatThrownBy(() -> Home.sink(catalog, "lame", new Lent()))
                    .isInstanceOf(BrokenPluginException.class)
                    .hasMessageContaining("lame.jar does not fit")
                    .hasMessageContaining("demo/Helper")
                    .hasMessageContaining("does not say which dispatcher-api");
        }
    }

    @Test
    void theCoreIsNotThereForAPlugin() throws Exception {
        Path core = Path.of(Catalog.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        PluginJar.sink("nosy", "")
                .source(
                        "demo.Factory",
                        PluginJar.factory("demo", "Factory", "nosy", "")
                                .replace("return batch", "new dev.dispatcher.core.json.JacksonJson(); return batch"))
                .against(core)
                .write(home.jar("nosy.jar"));
        try (Catalog catalog = home.scan()) {
            assertThatThrownBy(() -> Home.sink(catalog, "nosy", new Lent()))
                    .isInstanceOf(BrokenPluginException.class)
                    .hasMessageContaining("a plugin sees dev.dispatcher.api only");
        }
    }

    @Test
    void aTruncatedJarIsRefusedAndLoadsOnceItIsWhole() throws Exception {
        byte[] whole = Files.readAllBytes(PluginJar.sink("late", "").write(root.resolve("whole.jar")));
        Files.createDirectories(home.plugins);
        Files.write(home.jar("late.jar"), java.util.Arrays.copyOf(whole, whole.length / 2));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog))
                    .contains("late.jar is not a whole JAR")
                    .contains("still being copied");
            Files.write(home.jar("late.jar"), whole);
            try (Catalog next = home.folders.rescan(catalog, java.util.Set.of())) {
                assertThat(next.sinkTypes()).containsExactly("late");
            }
        }
        assertThat(home.copies()).isZero();
    }

    @Test
    void anEmptyFileATextAndAnEmptyFolderAreRefused() throws Exception {
        Files.createDirectories(home.jar("c-folder"));
        Files.writeString(home.jar("c-folder").resolve("README.txt"), "no JAR");
        Files.write(home.jar("a.jar"), new byte[0]);
        Files.writeString(home.jar("b.jar"), "not a zip at all");
        try (Catalog catalog = home.scan()) {
            assertThat(catalog.plugins().subList(1, 4)).allMatch(PluginInfo::refused);
            assertThat(catalog.plugins().get(1).problems().get(0)).contains("not a whole JAR");
            assertThat(catalog.plugins().get(2).problems().get(0)).contains("not a whole JAR");
            assertThat(catalog.plugins().get(3).problems()).containsExactly("is a folder without JARs");
        }
    }

    @Test
    void aLinkToNothingCannotBeRead() throws Exception {
        Files.createDirectories(home.plugins);
        Files.createSymbolicLink(home.jar("lost.jar"), Path.of("nowhere.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.problemOf(catalog)).contains("cannot be read").contains("a link to nothing");
        }
        assertThat(home.copies()).isZero();
    }

    @Test
    void aTypeMustBeALowerCaseWord() throws Exception {
        String ordinary = PluginJar.factory("demo", "Factory", "TYPE", "");
        assertThat(refusal(ordinary.replace("\"TYPE\"", "null"))).contains("type() must be a word, not null");
        assertThat(refusal(ordinary.replace("\"TYPE\"", "\" \""))).contains("type() must be a word, not empty");
        assertThat(refusal(ordinary.replace("TYPE", "My_Sink"))).contains("not 'My_Sink'");
        assertThat(refusal(ordinary.replace("TYPE", "9to5"))).contains("not '9to5'");
        assertThat(refusal(ordinary.replace("return \"TYPE\"", "throw new IllegalStateException(\"hm\")")))
                .contains("cannot say its type and options")
                .contains("hm");
    }

    @Test
    void optionsMustBeADocumentedRecord() throws Exception {
        String ordinary = PluginJar.factory("demo", "Factory", "x", "");
        assertThat(refusal(ordinary.replace("return Options.class", "return null")))
                .contains("options() must be a record, not null");
        assertThat(refusal(ordinary.replace("return Options.class", "return (Class) String.class")))
                .contains("options() must be a record, not java.lang.String");
        assertThat(refusal(
                        ordinary.replace("Options()", "Options(String url)").replace("batch -> {  }", "batch -> {}")))
                .contains("missing at Options.url");
        assertThat(refusal(ordinary.replace(
                        "record Options() {}",
                        "record Inner(int size) {} public record Options(@Option(\"Some.\") List<Inner> inner) {}")))
                .contains("missing at Options.inner.size");
        assertThat(refusal(ordinary.replace(
                        "record Options() {}", "record Options(@Option(\"Mine.\") String delivery) {}")))
                .contains("'delivery' belongs to the dispatcher");
    }

    private String refusal(String source) throws IOException {
        new PluginJar().source("demo.Factory", source).sinks("demo.Factory").write(home.jar("odd.jar"));
        try (Catalog catalog = home.scan()) {
            assertThat(Home.only(catalog).refused()).isTrue();
            assertThat(Home.problemOf(catalog)).startsWith("demo.Factory");
            return Home.problemOf(catalog);
        }
    }

    @Test
    void anUnknownTypeListsTheKnownOnesASuggestionAndTheFailures() throws Exception {
        PluginJar.sink("slack", "").write(home.jar("slack.jar"));
        Files.write(home.jar("mail.jar"), new byte[10]);
        try (Catalog catalog = home.scan()) {
            assertThat(catalog.sink("slak")).isEmpty();
            assertThat(catalog.unknownSink(
                            "slak", (word, known) -> known.stream().findFirst()))
                    .startsWith("expected a type of sink, one of slack, not 'slak'; did you mean 'slack'?")
                    .contains("mail.jar (mail.jar is not a whole JAR");
            assertThat(catalog.unknownPortal(
                            "http", (word, known) -> known.stream().findFirst()))
                    .startsWith("expected a type of portal, of which there are none, not 'http'; plugins with");
        }
    }
}
