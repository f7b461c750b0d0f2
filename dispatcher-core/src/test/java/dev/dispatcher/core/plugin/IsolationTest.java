/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {

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
    void twoPluginsWithDifferentVersionsOfOneLibraryDoNotClash() throws Exception {
        for (String version : List.of("one", "two")) {
            PluginJar.sink("type-" + version, "throw DeliveryException.permanent(lib.Version.get());")
                    .source(
                            "lib.Version",
                            "package lib; public class Version { public static String get() { return \"" + version
                                    + "\"; } }")
                    .write(home.jar(version + ".jar"));
        }
        try (Catalog catalog = home.scan();
                Sink one = Home.sink(catalog, "type-one", new Lent());
                Sink two = Home.sink(catalog, "type-two", new Lent())) {
            assertThatThrownBy(() -> one.deliver(List.of(Home.EVENT))).hasMessage("one");
            assertThatThrownBy(() -> two.deliver(List.of(Home.EVENT))).hasMessage("two");
        }
    }

    @Test
    void anOwnCopyOfTheApiWorksAndIsNoted() throws Exception {
        PluginJar jar = PluginJar.sink("fat", "context.counter(\"delivered\").increment();");
        // a careless fat JAR: it has the API's classes, and one that would break everything if it were used
        jar.source("dev.dispatcher.api.SinkFactory", """
                        package dev.dispatcher.api;
                        public interface SinkFactory<C extends Record> {
                            String type(); Class<C> options(); Sink create(C options, PluginContext context) throws Exception;
                        }
                        """).write(home.jar("fat.jar"));
        Lent lent = new Lent();
        try (Catalog catalog = home.scan();
                Sink sink = Home.sink(catalog, "fat", lent)) {
            sink.deliver(List.of(Home.EVENT));
            assertThat(lent.count("delivered")).isEqualTo(1);
            assertThat(Home.only(catalog).facts().notes())
                    .singleElement()
                    .asString()
                    .contains("own copy");
            assertThat(Home.only(catalog).problems()).isEmpty();
        }
    }

    @Test
    void resourcesAndServicesAreThePluginsOwn() throws Exception {
        PluginJar.sink("res", """
                        ClassLoader own = getClass().getClassLoader();
                        int services = Collections.list(own.getResources("META-INF/services/dev.dispatcher.api.SinkFactory")).size();
                        String text;
                        try (var in = own.getResourceAsStream("demo/hello.txt")) { text = new String(in.readAllBytes()); }
                        throw DeliveryException.permanent(text + " " + services
                            + " " + own.getResource("dev/dispatcher/core/plugin/Catalog.class")
                            + " " + own.getResourceAsStream("org/assertj/core/api/Assertions.class"));
                        """).entry("demo/hello.txt", "hello").write(home.jar("res.jar"));
        PluginJar.sink("other", "").write(home.jar("other.jar"));
        try (Catalog catalog = home.scan();
                Sink sink = Home.sink(catalog, "res", new Lent())) {
            assertThatThrownBy(() -> sink.deliver(List.of(Home.EVENT))).hasMessage("hello 1 null null");
        }
    }

    @Test
    void thePlatformAndItsServicesAreThere() throws Exception {
        PluginJar.sink("jdk", """
                        try {
                            Class<?> sql = Class.forName("java.sql.Driver");
                            javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
                            org.slf4j.LoggerFactory.getLogger("demo").debug("there");
                            throw DeliveryException.permanent(sql.getName());
                        } catch (ClassNotFoundException | javax.xml.parsers.ParserConfigurationException e) {
                            throw new IllegalStateException(e);
                        }
                        """).write(home.jar("jdk.jar"));
        try (Catalog catalog = home.scan();
                Sink sink = Home.sink(catalog, "jdk", new Lent())) {
            assertThatThrownBy(() -> sink.deliver(List.of(Home.EVENT))).hasMessage("java.sql.Driver");
        }
    }

    @Test
    void aPluginCannotPutAClassIntoTheApi() throws Exception {
        PluginJar.sink("extra", "new dev.dispatcher.api.Extra();")
                .source("dev.dispatcher.api.Extra", "package dev.dispatcher.api; public class Extra {}")
                .write(home.jar("extra.jar"));
        assertThat(Files.size(home.jar("extra.jar"))).isPositive();
        try (Catalog catalog = home.scan();
                Sink sink = Home.sink(catalog, "extra", new Lent())) {
            assertThatThrownBy(() -> sink.deliver(List.of(Home.EVENT)))
                    .isInstanceOf(LinkageError.class)
                    .hasMessageContaining("the dispatcher answers for this package, and has no such class");
        }
    }
}
