/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.core.Dispatcher;
import dev.dispatcher.core.Home;
import dev.dispatcher.core.Overrides;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} and {@code reload} against real servers. */
class RemoteTest {

    record Asked(String method, String path, String authorization, String body) {}

    @TempDir
    Path folder;

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private HttpServer server;
    private volatile int status = 202;
    private volatile String answer = "{\"accepted\":1,\"ids\":[\"the-id\"]}";
    private Cli cli;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void restore() {
        server.stop(0);
        cli.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answers(int newStatus, String newAnswer) {
        status = newStatus;
        answer = newAnswer;
    }

    private static Cli.Ended failed(String sentence) {
        return new Cli.Ended(1, "", "dispatcher: " + sentence + System.lineSeparator());
    }

    private Object sent() throws IOException {
        return new JacksonJson().read(asked.remove().body().getBytes(UTF_8));
    }

    @Test
    void theArgumentsAreTheMessageAndTheIdIsPrinted() throws IOException {
        Cli.Ended ended = cli.run("send", "--url", url() + "/", "disk", "91", "%", "full");

        assertThat(ended).isEqualTo(new Cli.Ended(0, "the-id" + System.lineSeparator(), ""));
        assertThat(asked.element().method()).isEqualTo("POST");
        assertThat(asked.element().path()).isEqualTo("/events");
        assertThat(sent()).isEqualTo(Map.of("message", "disk 91 % full"));
    }

    @Test
    void withoutArgumentsTheMessageIsStandardInput() throws IOException {
        assertThat(cli.runWithInput("Größe: 5\nzwei\n", "send", "--url", url()).code())
                .isZero();
        assertThat(sent()).isEqualTo(Map.of("message", "Größe: 5\nzwei"));
    }

    @Test
    void optionsBecomeFieldsAndJsonIsWrittenWithAColon() throws IOException {
        cli.run(
                "send",
                "--url",
                url(),
                "--kind",
                "urn:a:b:c",
                "--severity",
                "error",
                "--source",
                "urn:x:y",
                "--field",
                "host=a=b",
                "--field",
                "lag:=1200",
                "@file");

        assertThat(sent())
                .isEqualTo(Map.of(
                        "kind", "urn:a:b:c",
                        "severity", "error",
                        "source", "urn:x:y",
                        "host", "a=b",
                        "lag", 1200L,
                        "message", "@file"));
    }

    @Test
    void wordsThatBeginWithADashStandBehindTwo() throws IOException {
        cli.run("send", "--url", url(), "--", "-5", "degrees");
        assertThat(sent()).isEqualTo(Map.of("message", "-5 degrees"));
    }

    @Test
    void anotherPortalHasAnotherPath() {
        cli.run("send", "--url", url(), "--path", "/in/here", "x");
        assertThat(asked.remove().path()).isEqualTo("/in/here");

        assertThat(cli.run("send", "--url", url(), "--path", "/a b", "x"))
                .isEqualTo(failed("'/a b' is no path such as /events"));
    }

    @Test
    void nothingIsSentWithoutAMessage() {
        assertThat(cli.runWithInput(" \n", "send", "--url", url()))
                .isEqualTo(failed("no message: write one behind 'send', or to its standard input"));
        assertThat(asked).isEmpty();
    }

    @Test
    void theReasonOfARefusalIsPrinted() {
        answers(400, "{\"error\":\"severity should be one of debug, info\"}");
        assertThat(cli.run("send", "--url", url(), "x"))
                .isEqualTo(failed("not taken (400): severity should be one of debug, info"));

        answers(503, "{\"error\":\"queue full\"}");
        assertThat(cli.run("send", "--url", url(), "x")).isEqualTo(failed("not taken (503): queue full"));
    }

    @Test
    void aTokenComesFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret-word\n");

        assertThat(cli.run("send", "--url", url(), "--token-file", file.toString(), "x")
                        .code())
                .isZero();
        assertThat(asked.remove().authorization()).isEqualTo("Bearer secret-word");
    }

    @Test
    void aWrongTokenIsToldWithoutShowingIt() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret-word");
        answers(401, "{\"error\":\"a token is needed\"}");

        for (String command : new String[] {"send", "reload"}) {
            Cli.Ended ended = command.equals("send")
                    ? cli.run("send", "--url", url(), "--token-file", file.toString(), "x")
                    : cli.run("reload", "--url", url(), "--token-file", file.toString());
            assertThat(ended)
                    .isEqualTo(failed(url() + " refuses: a token is needed; the token comes from --token-file or the"
                            + " variable DISPATCHER_TOKEN"));
        }
    }

    @Test
    void aTokenFileThatHoldsNoneIsRefusedWithoutShowingWhatItHolds() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "two\nlines");
        assertThat(cli.run("reload", "--url", url(), "--token-file", file.toString()))
                .isEqualTo(failed("what is in " + file + " is no token: one word of ASCII characters is expected"));

        Files.writeString(file, "\n");
        assertThat(cli.run("reload", "--url", url(), "--token-file", file.toString()))
                .isEqualTo(failed("there is no token in " + file));
        assertThat(cli.run("reload", "--url", url(), "--token-file", folder.toString()))
                .isEqualTo(failed(folder + " is a folder; a file is expected"));
        assertThat(cli.run("reload", "--url", url(), "--token-file", folder + "/none"))
                .isEqualTo(failed("there is no " + folder + "/none"));
        assertThat(asked).isEmpty();
    }

    @Test
    void whoIsNoDispatcherIsToldSo() {
        for (String body : new String[] {"<html>", "", "[]"}) {
            answers(200, body);
            assertThat(cli.run("send", "--url", url(), "x"))
                    .isEqualTo(failed(url() + " answers 200, but not as a dispatcher does; --url says where it is"));
        }
        answers(202, "{}");
        assertThat(cli.run("send", "--url", url(), "x"))
                .isEqualTo(failed("taken, but the answer has no id; is /events the path of a portal?"));
    }

    @Test
    void whereNobodyListensIsSaidWithoutThePassword() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(cli.run("reload", "--url", "http://user:password@127.0.0.1:" + free))
                .isEqualTo(failed("nothing listens at http://127.0.0.1:" + free
                        + "; is the dispatcher running? --url says where"));
        assertThat(cli.run("reload", "--url", "http://no-such-host.invalid"))
                .isEqualTo(failed("no address is known for 'no-such-host.invalid'"));
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForForever() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String silentUrl = "http://127.0.0.1:" + silent.getLocalPort();

            assertThat(cli.run("send", "--url", silentUrl, "--timeout", "200ms", "x"))
                    .isEqualTo(failed("no answer from " + silentUrl + " within 200 ms; it may have been done or not"));
        }
    }

    @Test
    void aRunningDispatcherReloadsAndTellsWhatChangedOrIsWrong() throws Exception {
        Home home = Home.of(null, null, null);
        try (Dispatcher dispatcher = Dispatcher.start(home, Overrides.NONE)) {
            String at = "http://127.0.0.1:" + dispatcher.address().getPort();

            Cli.Ended same = cli.run("reload", "--url", at);
            assertThat(same.out()).isEqualToIgnoringNewLines("reloaded, nothing changed");
            assertThat(same.err()).startsWith("warning: there is no portal");
            assertThat(same.code()).isZero();

            cli.conf("dispatcher.yaml", Cli.LOG_ONLY.replace("sinks:\n", "sinks:\n  second: {type: log}\n"));
            Cli.Ended changed = cli.run("reload", "--url", at);
            assertThat(changed.code()).isZero();
            assertThat(changed.out()).startsWith("reloaded").contains("second");
            assertThat(changed.err()).startsWith("warning: ").contains("second");

            cli.conf("rules.yaml", "rules:\n  - to: event-lok\n");
            Cli.Ended refused = cli.run("reload", "--url", at);
            assertThat(refused.err())
                    .startsWith("rules.yaml:2")
                    .contains("did you mean 'event-log'?")
                    .contains("dispatcher: refused; the configuration before it stays in force");
            assertThat(refused.out()).isEmpty();
            assertThat(refused.code()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedReloadWithoutMistakesSaysWhy() {
        answers(404, "{\"error\":\"nothing answers at this path\"}");
        assertThat(cli.run("reload", "--url", url())).isEqualTo(failed("refused (404): nothing answers at this path"));
        assertThat(asked.remove().path()).isEqualTo("/api/reload");
    }
}
