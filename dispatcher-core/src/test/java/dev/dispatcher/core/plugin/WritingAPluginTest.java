/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.Template;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-a-plugin.md shows, built and run as it stands there. */
class WritingAPluginTest {

    private static final String FACTORY = "org.example.ntfy.NtfySinkFactory";

    @TempDir
    Path root;

    private final List<String> java;
    private final List<String> services;
    private final List<String> xml;

    WritingAPluginTest() throws IOException {
        String page = Files.readString(Path.of("../docs/writing-a-plugin.md"));
        java = blocks(page, "java");
        services = blocks(page, "text");
        xml = blocks(page, "xml");
    }

    private static List<String> blocks(String page, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private Path jar(Path file) throws IOException {
        return new PluginJar()
                .source(FACTORY, java.get(0))
                .sinks(services.get(0))
                .write(file);
    }

    /** The kind as title, without a template engine. */
    private record Kind() implements Template {
        @Override
        public String source() {
            return "{{ kind }}";
        }

        @Override
        public boolean constant() {
            return false;
        }

        @Override
        public String render(Event event, Escape escape, Supplier<String> safe) {
            return event.kind();
        }

        @Override
        public String render(List<Event> batch, Escape escape, Supplier<String> safe) {
            return render(batch.get(0), escape, safe);
        }
    }

    @Test
    void thePageShowsLessThanEightyLines() {
        long lines = java.get(0).lines().count()
                + java.get(1).lines().count()
                + services.get(0).lines().count()
                + xml.get(0).lines().count();
        assertThat(lines).isLessThan(80);
    }

    @Test
    void theSinkOfThePageIsLoadedAndDelivers() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        AtomicInteger status = new AtomicInteger(200);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            arrived.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        try (Home home = new Home(root)) {
            jar(home.jar("sink-ntfy.jar"));
            try (Catalog catalog = home.scan()) {
                assertThat(Home.only(catalog).problems()).isEmpty();
                Offer<SinkFactory<?>> offer = catalog.sink("ntfy").orElseThrow();
                URI address =
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
                Lent lent = new Lent();
                try (Sink sink = GuardedSink.create(offer, options(offer, address), lent)) {
                    sink.deliver(List.of(Home.EVENT));
                    String request = arrived.remove();
                    assertThat(request).startsWith("Bearer tk_s3cr3t {");
                    assertThat(lent.json().read(request.substring(16).getBytes(StandardCharsets.UTF_8)))
                            .isEqualTo(Map.of("topic", "ops", "message", "it happened", "title", "urn:test"));

                    status.set(503);
                    assertThatThrownBy(() -> sink.deliver(List.of(Home.EVENT)))
                            .isInstanceOfSatisfying(DeliveryException.class, failure -> {
                                assertThat(failure.retryable()).isTrue();
                                assertThat(failure.events()).containsExactly(Home.EVENT);
                            });
                }
            }
        } finally {
            server.stop(0);
        }
    }

    private static Record options(Offer<SinkFactory<?>> offer, URI address) throws ReflectiveOperationException {
        return (Record) offer.options()
                .getConstructors()[0]
                .newInstance(address, "ops", Optional.of(new Secret("tk_s3cr3t")), new Kind());
    }

    @Test
    void theTestOfThePageCompilesAgainstTheContractKit() throws Exception {
        PluginJar tests = new PluginJar().source("org.example.ntfy.NtfySinkContractTest", java.get(1));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            tests.against(Path.of(entry));
        }
        assertThat(tests.against(jar(root.resolve("sink-ntfy.jar"))).write(root.resolve("tests.jar")))
                .isRegularFile();
    }
}
