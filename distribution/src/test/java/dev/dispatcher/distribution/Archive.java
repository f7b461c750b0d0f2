/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built archive, run as a user runs it, with a configuration, data and plugins of its own. */
final class Archive implements AutoCloseable {

    static final Path HOME = Path.of(System.getProperty("dispatcher.archive"));
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern LISTENING = Pattern.compile("http://(127\\.0\\.0\\.1:\\d+)");

    final Path folder;
    /** What the dispatcher finds in its environment, beside what the test has. */
    final Map<String, String> environment = new TreeMap<>();

    private Process process;

    Archive(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(conf());
        Files.createDirectories(plugins());
    }

    Path conf() {
        return folder.resolve("conf");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path plugins() {
        return folder.resolve("plugins");
    }

    Archive dispatcherYaml(String text) throws IOException {
        return write("dispatcher.yaml", text);
    }

    Archive rules(String text) throws IOException {
        return write("rules.yaml", text);
    }

    /** Like an editor or a ConfigMap: the whole file at once. */
    private Archive write(String name, String text) throws IOException {
        Path draft = folder.resolve(name + ".draft");
        Files.writeString(draft, text);
        Files.move(draft, conf().resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    Archive variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** {@code dispatcher run}; returns when it is ready. */
    Archive run(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/dispatcher").toString(),
                "run",
                "--conf",
                conf().toString(),
                "--data",
                data().toString(),
                "--plugins",
                plugins().toString(),
                "--listen",
                "127.0.0.1:0"));
        command.addAll(List.of(more));
        ProcessBuilder builder = onThisJava(new ProcessBuilder(command));
        builder.environment().putAll(environment);
        process = builder.redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .directory(folder.toFile())
                .start();
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || LISTENING.matcher(log()).find());
        assertThat(process.isAlive()).as(log()).isTrue();
        await().atMost(PATIENCE).until(() -> get("/health/ready").statusCode() == 200);
        return this;
    }

    /** The archive runs on the Java that runs the tests. */
    static ProcessBuilder onThisJava(ProcessBuilder builder) {
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Any other command; its exit code, standard output and errors. */
    Ended command(String... arguments) throws IOException, InterruptedException {
        return commandWithInput("", arguments);
    }

    Ended commandWithInput(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/dispatcher").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "command", ".out");
        Path err = Files.createTempFile(folder, "command", ".err");
        Process other = onThisJava(new ProcessBuilder(command))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .directory(folder.toFile())
                .start();
        other.getOutputStream().write(input.getBytes(UTF_8));
        other.getOutputStream().close();
        if (!other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            other.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        return new Ended(other.exitValue(), Files.readString(out), Files.readString(err));
    }

    record Ended(int code, String out, String err) {}

    String base() {
        Matcher listening = LISTENING.matcher(log());
        assertThat(listening.find()).as(log()).isTrue();
        return "http://" + listening.group(1);
    }

    int port() {
        return URI.create(base()).getPort();
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(base() + path))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(base() + path))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(base() + path))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    void send(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/events", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** What the log sink wrote. */
    String out() {
        return read("out.txt");
    }

    /** What the dispatcher itself had to say. */
    String log() {
        return read("err.txt");
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
