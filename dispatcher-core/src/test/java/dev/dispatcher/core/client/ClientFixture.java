/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A server to ask and clients to ask it with, fresh for each test. */
abstract class ClientFixture {

    final HttpStub stub = HttpStub.start();
    final HttpClients clients = new HttpClients();
    final List<PooledHttp> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(PooledHttp::close);
        clients.close();
        stub.close();
    }

    PooledHttp open(Http.Settings settings) {
        PooledHttp http = clients.open(settings);
        opened.add(http);
        return http;
    }

    static Http.Settings settings(Duration timeout, int connections, int answerLimit, boolean allowPrivate) {
        return new Http.Settings(
                timeout,
                Duration.ofSeconds(2),
                connections,
                answerLimit,
                allowPrivate,
                Optional.empty(),
                Http.Tls.DEFAULTS);
    }

    static Http.Settings patient() {
        return settings(Duration.ofHours(1), 4, 65536, false);
    }

    static Http.Settings impatient() {
        return settings(Duration.ofMillis(300), 4, 65536, false);
    }

    Http.Request post(String path, String body) {
        return Http.Request.post(stub.uri(path), "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }

    static Http.Request fromEvent(URI uri) {
        return new Http.Request("POST", uri, Map.of(), new byte[0], true);
    }

    static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
