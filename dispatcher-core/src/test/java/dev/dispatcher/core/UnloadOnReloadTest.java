/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.core.plugin.PluginJar;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that was replaced or removed leaves nothing behind in the host: not its routes, clients, threads or classes. */
class UnloadOnReloadTest {

    @TempDir
    Path root;

    private static void install(Path file, String word) throws Exception {
        new PluginJar()
                .source("demo.Factory", """
                        package demo;
                        import dev.dispatcher.api.*;
                        import java.net.URI;
                        import java.util.*;
                        public class Factory implements SinkFactory<Factory.Options> {
                            public record Options(@Option("Where to.") URI url, @Option("Text.") Template text, @Option("Word.") Optional<Word> word) {}
                            public record Word(@Option("It.") String it) {}
                            public String type() { return "pager"; }
                            public Class<Options> options() { return Options.class; }
                            public Sink create(Options options, PluginContext context) {
                                Http http = context.http();
                                context.route(new Route("GET", "/%s", Route.Access.READ, true, request -> Route.Response.text(200, "%s")));
                                return batch -> http.sendAll(List.of(Http.Request.post(options.url(), "text/plain", options.text().render(batch.get(0), Template.Escape.NONE).getBytes())))
                                        .get(0).response().orElseThrow();
                            }
                        }
                        """.formatted(word, word))
                .source("demo.Entry", """
                        package demo;
                        import dev.dispatcher.api.*;
                        public class Entry implements PortalFactory<Entry.Options> {
                            public record Options() {}
                            public String type() { return "entry"; }
                            public Class<Options> options() { return Options.class; }
                            public Portal create(Options options, PluginContext context) {
                                return new Portal() {
                                    public void start(Sink intake) {
                                        context.route(new Route("POST", "/entry", Route.Access.SUBMIT, false, request -> {
                                            intake.deliver(context.events().read(request.body(), Events.Format.JSON).events());
                                            return Route.Response.of(202);
                                        }));
                                    }
                                    public void close() {}
                                };
                            }
                        }
                        """)
                .sinks("demo.Factory")
                .portals("demo.Entry")
                .write(file);
    }

    private static WeakReference<ClassLoader> loader(Running running) {
        return new WeakReference<>(running.dispatcher()
                .inForce()
                .sinks()
                .get("a")
                .spec()
                .offer()
                .factory()
                .getClass()
                .getClassLoader());
    }

    private static void assertGone(WeakReference<ClassLoader> loader) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    @Test
    void anOldPluginIsUnreachableAfterItsInstances() throws Exception {
        HttpServer destination = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        destination.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        destination.start();
        try (Running running = new Running(root)) {
            Path jar = running.plugins.resolve("pager.jar");
            String main =
                    "portals: {in: {type: entry}}\nsinks: {a: {type: pager, text: '{{ message }}', word: {it: x}, url: 'http://127.0.0.1:"
                            + destination.getAddress().getPort() + "/'}}\n";
            install(jar, "one");
            running.main(main).rules(Running.RULES_TO_A).start();
            assertThat(running.get("/one").body()).isEqualTo("one");
            deliver(running, 1);
            WeakReference<ClassLoader> one = loader(running);

            install(jar, "two");
            assertThat(running.reload().changes()).containsExactly("portal in: changed", "sink a: changed");
            assertThat(running.get("/one").statusCode()).isEqualTo(404);
            assertThat(running.get("/two").body()).isEqualTo("two");
            deliver(running, 2);
            assertGone(one);

            WeakReference<ClassLoader> two = loader(running);
            running.main("portals: {in: {type: gate}}\nsinks: {a: {type: probe}}\n");
            assertThat(running.reload().mistakes()).isEmpty();
            assertThat(running.event("x")).isEqualTo(202);
            assertThat(two.get()).as("still in the folder").isNotNull();
            java.nio.file.Files.delete(jar);
            assertThat(running.reload().mistakes()).isEmpty();
            assertGone(two);
        } finally {
            destination.stop(0);
        }
    }

    private static void deliver(Running running, int total) throws Exception {
        assertThat(running.post("/entry", "{\"message\":\"x\"}").statusCode()).isEqualTo(202);
        await().until(() -> running.dispatcher().ledger().sink("a").delivered.sum() == total);
    }
}
