/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program and a real browser: {@code mvn verify -Preal-lighthouse}, with both installed. */
@Tag("real")
class RealLighthouseTest {

    @TempDir
    Path folder;

    @Test
    void aRealPageIsAuditedByTheRealProgram() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = ("<!doctype html><html lang='en'><head><title>Shop</title>"
                        + "<meta name='viewport' content='width=device-width'></head><body><h1>Shop</h1></body></html>")
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        FakeContext context = new FakeContext();
        StandIn real = new StandIn(folder);
        real.command = List.of(System.getProperty("lighthouse.command", "lighthouse"));
        real.arguments = List.of("--chrome-flags=--headless=new --no-sandbox");
        real.limit = Duration.ofMinutes(3);
        real.wanted = "yes";
        real.urls = List.of("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (Sink sink = new LighthouseFactory().create(real.options(), context)) {
            sink.deliver(List.of(TestEvents.event("deployed")));
        } finally {
            server.stop(0);
        }
        Event report = context.reports().get(0);
        assertThat((Long) report.get("accessibility")).isBetween(80L, 100L);
        assertThat(report.get("total")).isNotNull();
        assertThat(real.kept()).hasSize(2);
    }
}
