/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypesAlikeTest {

    @TempDir
    Path root;

    record NoOptions() {}

    static final class LogFactory implements SinkFactory<NoOptions> {
        @Override
        public String type() {
            return "log";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Sink create(NoOptions options, PluginContext context) {
            return batch -> {};
        }
    }

    @Test
    void ofTwoAlikeNeitherWinsAndBothAreNamed() throws Exception {
        try (Home home = new Home(root)) {
            PluginJar.sink("pager", "").write(home.jar("a.jar"));
            PluginJar.sink("pager", "").write(home.jar("b.jar"));
            PluginJar.sink("other", "").write(home.jar("c.jar"));
            try (Catalog catalog = home.scan()) {
                assertThat(catalog.sinkTypes()).containsExactly("other");
                for (PluginInfo info : catalog.plugins().subList(1, 3)) {
                    assertThat(info.problems()).hasSize(1);
                    assertThat(info.problems().get(0))
                            .contains("'pager'")
                            .contains(home.jar("a.jar").toString())
                            .contains(home.jar("b.jar").toString());
                }
                assertThat(catalog.plugins().get(3).problems()).isEmpty();
            }
        }
    }

    @Test
    void twoAlikeInOneJarAreRefusedToo() throws Exception {
        try (Home home = new Home(root)) {
            PluginJar.sink("pager", "")
                    .source("demo.Second", PluginJar.factory("demo", "Second", "pager", ""))
                    .sinks("demo.Factory", "demo.Second")
                    .write(home.jar("a.jar"));
            try (Catalog catalog = home.scan()) {
                assertThat(catalog.sinkTypes()).isEmpty();
                assertThat(Home.problemOf(catalog)).contains("'pager'").contains("itself, with another class");
            }
        }
    }

    @Test
    void aTypeOfOursIsReplacedOnlyWhenTheUserSaysSo() throws Exception {
        try (Home home = new Home(root)) {
            PluginJar.sink("slack", "").write(home.ours.resolve("sink-slack.jar"));
            PluginJar.sink("slack", "").write(home.jar("my-slack.jar"));
            try (Catalog catalog = home.scan()) {
                assertThat(originOf(catalog, "slack")).isEqualTo(Origin.OURS);
                assertThat(catalog.plugins().get(2).problems().get(0))
                        .contains("'slack' is there already")
                        .contains("sink-slack.jar")
                        .contains("write replace: slack");
            }
            try (Catalog catalog = home.scan("slack")) {
                assertThat(originOf(catalog, "slack")).isEqualTo(Origin.USER);
                assertThat(catalog.plugins()).allMatch(info -> info.problems().isEmpty());
                assertThat(catalog.warnings()).isEmpty();
            }
        }
    }

    @Test
    void aBuiltInTypeIsGuardedTheSameWay() throws Exception {
        try (Home home = new Home(root, new BuiltIn(List.of(new LogFactory()), List.of()))) {
            PluginJar.sink("log", "").write(home.jar("my-log.jar"));
            try (Catalog catalog = home.scan()) {
                assertThat(originOf(catalog, "log")).isEqualTo(Origin.BUILT_IN);
                assertThat(Home.problemOf(catalog)).contains("(built-in)");
            }
            try (Catalog catalog = home.scan("log")) {
                assertThat(originOf(catalog, "log")).isEqualTo(Origin.USER);
            }
        }
    }

    @Test
    void toReplaceATypeByTwoAlikeLeavesNone() throws Exception {
        try (Home home = new Home(root)) {
            PluginJar.sink("slack", "").write(home.ours.resolve("sink-slack.jar"));
            PluginJar.sink("slack", "").write(home.jar("a.jar"));
            PluginJar.sink("slack", "").write(home.jar("b.jar"));
            try (Catalog catalog = home.scan("slack")) {
                assertThat(catalog.sinkTypes()).isEmpty();
            }
        }
    }

    @Test
    void replacingATypeThatNobodyOffersIsWarnedOf() throws Exception {
        try (Home home = new Home(root);
                Catalog catalog = home.scan("slack")) {
            assertThat(catalog.warnings()).singleElement().asString().contains("replace: slack has no effect");
        }
    }

    private static Origin originOf(Catalog catalog, String type) {
        return catalog.sink(type).orElseThrow().plugin().facts().origin();
    }
}
