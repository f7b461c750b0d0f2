/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedTest {

    /** Counts a call as right or wrong by the context class loader it runs with. */
    private static final String WITNESS = """
            package demo;
            import dev.dispatcher.api.PluginContext;
            class Witness {
                static void see(PluginContext context, String call) {
                    boolean right = Thread.currentThread().getContextClassLoader() == Witness.class.getClassLoader();
                    context.counter((right ? "right_" : "wrong_") + call).increment();
                }
            }
            """;

    @TempDir
    Path root;

    private Home home;
    private final Lent lent = new Lent();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void open() throws IOException {
        home = new Home(root);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        home.close();
    }

    private void saw(String... calls) {
        for (String call : calls) {
            assertThat(lent.count("right_" + call)).as(call).isEqualTo(1);
        }
        assertThat(lent.counters.keySet()).noneMatch(name -> name.startsWith("wrong_"));
    }

    @Test
    void theContextClassLoaderIsThePluginsInEachCallOfASink() throws Exception {
        new PluginJar()
                .source("demo.Witness", WITNESS)
                .source("demo.Factory", """
                        package demo;
                        import dev.dispatcher.api.*;
                        import java.util.List;
                        public class Factory implements SinkFactory<Factory.Options> {
                            public record Options() {}
                            private final boolean right = here();
                            private static boolean here() {
                                return Thread.currentThread().getContextClassLoader() == Factory.class.getClassLoader();
                            }
                            public String type() { return right && here() ? "good" : "bad"; }
                            public Class<Options> options() { return Options.class; }
                            public Sink create(Options options, PluginContext context) {
                                Witness.see(context, "create");
                                return new Sink() {
                                    public void deliver(List<Event> batch) { Witness.see(context, "deliver"); }
                                    public void close() { Witness.see(context, "close"); throw new IllegalStateException("oh"); }
                                };
                            }
                        }
                        """)
                .sinks("demo.Factory")
                .write(home.jar("witness.jar"));
        try (Catalog catalog = home.scan()) {
            Sink sink = Home.sink(catalog, "good", lent);
            sink.deliver(List.of(Home.EVENT));
            sink.close();
            sink.close();
            saw("create", "deliver", "close");
        }
    }

    @Test
    void theContextClassLoaderIsThePluginsInEachCallOfAPortalAndTheHostsInIntake() throws Exception {
        new PluginJar()
                .source("demo.Witness", WITNESS)
                .source("demo.Factory", """
                        package demo;
                        import dev.dispatcher.api.*;
                        import java.util.*;
                        public class Factory implements PortalFactory<Factory.Options> {
                            public record Options() {}
                            public String type() { return "door"; }
                            public Class<Options> options() { return Options.class; }
                            public Portal create(Options options, PluginContext context) {
                                Witness.see(context, "create");
                                context.route(new Route("POST", "/door", Route.Access.SUBMIT, true, request -> {
                                    Witness.see(context, "handle");
                                    return new Route.Response(200, Map.of(), new Route.Stream(out -> {
                                        Witness.see(context, "write");
                                        out.write(1);
                                    }));
                                }));
                                context.route(new Route("GET", "/broken", Route.Access.READ, false, request -> {
                                    new Gone();
                                    return Route.Response.of(200);
                                }));
                                return new Portal() {
                                    public void start(Sink intake) throws Exception {
                                        Witness.see(context, "start");
                                        intake.deliver(List.of());
                                        Witness.see(context, "after_intake");
                                    }
                                    public void close() { Witness.see(context, "close"); }
                                };
                            }
                        }
                        """)
                .source("demo.Gone", "package demo; class Gone {}")
                .drop("demo.Gone")
                .portals("demo.Factory")
                .write(home.jar("witness.jar"));
        try (Catalog catalog = home.scan()) {
            var offer = catalog.portal("door").orElseThrow();
            Portal portal =
                    GuardedPortal.create(offer, offer.options().getConstructor().newInstance(), lent);
            portal.start(batch -> assertThat(Thread.currentThread().getContextClassLoader())
                    .isSameAs(Catalog.class.getClassLoader()));
            Route route = Guarded.guard(offer.plugin(), lent.routes.get(0));
            Route.Response response = route.handler().handle(null);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ((Route.Stream) response.body()).writer().write(out);
            assertThat(out.size()).isEqualTo(1);
            Route broken = Guarded.guard(offer.plugin(), lent.routes.get(1));
            assertThatThrownBy(() -> broken.handler().handle(null))
                    .isInstanceOf(BrokenPluginException.class)
                    .hasMessageContaining("demo/Gone");
            portal.close();
            portal.close();
            saw("create", "handle", "write", "start", "after_intake", "close");
        }
    }

    @Test
    void aFactoryThatMakesNothingIsNamed() throws Exception {
        PluginJar.sink("nothing", "")
                .source(
                        "demo.Factory",
                        PluginJar.factory("demo", "Factory", "nothing", "")
                                .replace("return batch -> {  }", "return null"))
                .write(home.jar("nothing.jar"));
        try (Catalog catalog = home.scan()) {
            assertThatThrownBy(() -> Home.sink(catalog, "nothing", lent))
                    .hasMessage("demo.Factory.create returned null");
        }
    }
}
