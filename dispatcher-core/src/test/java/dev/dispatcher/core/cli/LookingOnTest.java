/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain ID} and {@code tap} against a server that says what a dispatcher says, and what none says. */
class LookingOnTest {

    private static final String EVENT =
            "event: event\nid: 7\ndata: {\"id\":\"e-1\",\"kind\":\"urn:a:b\",\"arrived\":\"2026-05-04T10:00:00Z\","
                    + "\"deliveries\":[{\"sink\":\"a\"},{\"sink\":\"b\"},{\"sink\":\"a\"}],"
                    + "\"event\":{\"severity\":\"error\",\"message\":\"disk\\n\\u001b[2J full\"}}\n\n";

    @TempDir
    Path folder;

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Cli cli;
    private volatile int status = 200;
    private volatile String type = "text/event-stream";
    private volatile String answer = "";
    private volatile boolean stays;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI());
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.getBytes(UTF_8));
                out.flush();
                if (stays) {
                    hold.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void restore() {
        hold.countDown();
        server.stop(0);
        threads.shutdownNow();
        cli.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Cli.Ended tap(String... more) {
        String[] words = java.util.Arrays.copyOf(new String[] {"tap", "--url", url()}, 3 + more.length);
        System.arraycopy(more, 0, words, 3, more.length);
        return cli.run(words);
    }

    private void answersJson(int newStatus, String json) {
        status = newStatus;
        type = "application/json";
        answer = json;
    }

    @Test
    void eachEventIsOneLineWhateverItsSenderWrote() {
        stays = true;
        answer = ": from now on\n\n" + EVENT + EVENT;

        Cli.Ended ended = tap("--count", "2");

        assertThat(ended.out().lines())
                .containsOnly("2026-05-04T10:00:00Z ERROR    urn:a:b  disk\\n\\u001b[2J full → a, b id=e-1")
                .hasSize(2);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
    }

    @Test
    void asJsonEachLineIsWhatTheServerSaid() throws IOException {
        stays = true;
        answer = EVENT;

        Cli.Ended ended = tap("--count", "1", "--json");

        assertThat(new JacksonJson().read(ended.out().getBytes(UTF_8)).toString())
                .contains("id=e-1");
        assertThat(ended.out().lines()).hasSize(1);
    }

    @Test
    void theFiltersAndTheTokenGoAlong() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret-word\n");

        tap("--when", "{lag: {gte: 5}, a: b&c}", "--kind", "urn:a+b", "--sink", "s", "--token-file", token.toString());

        assertThat(asked.remove())
                .isEqualTo("Bearer secret-word /api/tap?when=%7Blag%3A+%7Bgte%3A+5%7D%2C+a%3A+b%26c%7D"
                        + "&kind=urn%3Aa%2Bb&sink=s");
    }

    @Test
    void whatWasMissedIsSaidOnStandardErrorAndIsNoEvent() {
        stays = true;
        answer = "event: missed\ndata: {\"missed\":12}\n\n" + EVENT;

        Cli.Ended ended = tap("--count", "1");

        assertThat(ended.err()).isEqualToIgnoringNewLines("missed: 12");
        assertThat(ended.out().lines()).hasSize(1);
    }

    @Test
    void itEndsAfterItsTimeAlsoWhenNothingComes() {
        stays = true;
        answer = ": from now on\n\n";

        assertThat(tap("--for", "100ms")).isEqualTo(new Cli.Ended(0, "", ""));
    }

    @Test
    void aStreamThatEndsByItselfIsAnErrorAndAnEventThatIsCutOffIsNone() {
        answer = EVENT + EVENT.substring(0, EVENT.length() - 1);

        Cli.Ended ended = tap();

        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.err()).isEqualToIgnoringNewLines("dispatcher: " + url() + " ended the stream; did it stop?");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        answersJson(400, "{\"error\":\"when:1:1: no such operator\"}");
        assertThat(tap().err()).isEqualToIgnoringNewLines("dispatcher: refused (400): when:1:1: no such operator");

        answersJson(403, "{\"error\":\"the token does not allow read\"}");
        assertThat(tap().err()).contains("refuses: the token does not allow read; the token comes from");

        answersJson(200, "<html>");
        assertThat(tap().err()).contains("answers 200, but not as a dispatcher does");
    }

    @Test
    void anEventIsExplainedWithItsAttempts() {
        answersJson(200, """
                {"explanations": [{"text": "event e 1\\n\\n  + all  matched\\n", "arrived": "T", "portal": "in",
                  "status": "failed", "rules_version": 3, "warnings": ["dry-run is on"], "suppressed": null,
                  "deliveries": [{"sink": "a", "rule": "all", "status": "dead", "attempts": 2, "why": "rejected",
                    "tries": [{"at": "T1", "took_ms": 1.5, "ok": false, "reason": "server", "message": "HTTP\\n503"},
                              {"at": "T2", "took_ms": 2.0, "ok": true}]}]}]}
                """);

        Cli.Ended ended = cli.run("explain", "e/1 +ä", "--url", url());

        assertThat(asked.remove()).endsWith(" /api/events/e%2F1%20%2B%C3%A4/explain");
        assertThat(ended.out().lines())
                .containsExactly(
                        "event e 1",
                        "",
                        "  + all  matched",
                        "",
                        "came T through in, is failed; rules 3",
                        "warning: dry-run is on",
                        "  a (all): dead, attempts: 2, rejected",
                        "    T1  1.5 ms  server: HTTP\\n503",
                        "    T2  2.0 ms  delivered",
                        "");
        assertThat(ended.code()).isZero();
    }

    @Test
    void asJsonAllExplanationsOfAnIdArePrinted() throws IOException {
        answersJson(200, "{\"explanations\": [{\"text\": \"x\"}, {\"text\": \"y\"}]}");

        Cli.Ended ended = cli.run("explain", "e", "--json", "--url", url());

        assertThat(new JacksonJson().read(ended.out().getBytes(UTF_8)))
                .isEqualTo(List.of(Map.of("text", "x"), Map.of("text", "y")));
    }

    @Test
    void anEventThatNobodyRemembersIsToldWithWhatToDo() {
        answersJson(404, "{\"error\": \"no event with this id is remembered\", \"see\": \"explain.keep\"}");

        Cli.Ended ended = cli.run("explain", "e", "--url", url());

        assertThat(ended.err())
                .isEqualToIgnoringNewLines("dispatcher: no event with this id is remembered: explain.keep");
        assertThat(ended.code()).isEqualTo(1);
    }
}
