/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.core.builtin.LogSinkFactory;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.plugin.BuiltIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A dispatcher in this process, with its files in a temporary folder. Closing it always ends it. */
final class Running implements AutoCloseable {

    static final String RULES_TO_A = "rules: [{name: all, to: a}]";

    final Path conf;
    final Path data;
    final Path plugins;
    final Parts parts = new Parts();
    final Map<String, String> env = new ConcurrentHashMap<>();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final HttpClient client = HttpClient.newHttpClient();
    private Dispatcher dispatcher;

    Running(Path root) throws IOException {
        conf = Files.createDirectories(root.resolve("conf"));
        data = root.resolve("data");
        plugins = root.resolve("plugins");
    }

    /** Writes dispatcher.yaml; port and watch are set unless the text says otherwise. */
    Running main(String yaml) throws IOException {
        String text = yaml;
        if (!yaml.matches("(?s)(.*\n)?http:.*")) {
            text += "\nhttp: {listen: '127.0.0.1:0'}\n";
        }
        if (!yaml.contains("reload:")) {
            text += "\nreload: {watch: 0s}\n";
        }
        if (!yaml.contains("history:")) {
            text += "\nhistory: {record: false}\n";
        }
        return write("dispatcher.yaml", text);
    }

    Running rules(String yaml) throws IOException {
        return write("rules.yaml", yaml);
    }

    /** In one step, as a careful editor does. */
    Running write(String name, String text) throws IOException {
        Path file = conf.resolve(name);
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(conf.getParent(), "fresh", "");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    Home home() {
        return new Home(conf, data, plugins, null);
    }

    Running start() throws ConfigException, IOException {
        List<SinkFactory<?>> sinks = new ArrayList<>(parts.sinkFactories());
        sinks.add(new LogSinkFactory(log));
        dispatcher = Dispatcher.start(home(), Overrides.NONE, env::get, new BuiltIn(sinks, parts.portalFactories()));
        return this;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Reload reload() {
        return dispatcher.reload();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + dispatcher.address().getPort() + path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
    }

    /** One event through the portal at {@code /in}. */
    int event(String message) throws IOException, InterruptedException {
        return post("/in", "{\"message\":\"" + message + "\"}").statusCode();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> json(String path) throws IOException, InterruptedException {
        return (Map<String, Object>) new JacksonJson().read(get(path).body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        parts.release.countDown();
        if (dispatcher != null) {
            dispatcher.close();
        }
    }
}
