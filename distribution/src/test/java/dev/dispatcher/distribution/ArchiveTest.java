/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does in the first hour, with the archive that he downloads. */
class ArchiveTest {

    @TempDir
    Path folder;

    private static final String LOG_ONLY = """
            portals:
              front-door: {type: http}
            sinks:
              event-log: {type: log}
            """;

    private static final String EVERYTHING_TO_THE_LOG = "rules: [{to: event-log}]\n";

    private static String logAndHook(HttpStub hook) {
        return LOG_ONLY + """
                  hook:
                    type: webhook
                    url: %s
                    delivery: {backoff: {first: 100ms, most: 500ms}, breaker: {failures: 1000}}
                """.formatted(hook.uri("/hook"));
    }

    @Test
    void twoRulesSendOneEventToTwoSinksWithDifferentMessagesAndDropASecond() throws Exception {
        try (HttpStub hook = HttpStub.start();
                Archive archive = new Archive(folder)) {
            hook.always(Answer.status(200));
            archive.dispatcherYaml(logAndHook(hook)).rules("""
                            rules:
                              - name: noise
                                when: {severity: debug}
                                then: stop
                              - name: to the log
                                set: {message: "log: {{ message }}"}
                                to: event-log
                              - name: to the hook
                                set: {message: "hook: {{ message }}"}
                                to: hook
                            """).run();

            archive.send("{\"message\": \"disk full\", \"severity\": \"error\"}");
            archive.send("{'message': 'chatter', 'severity': 'debug'}".replace('\'', '"'));
            archive.send("{'message': 'the last', 'severity': 'info'}".replace('\'', '"'));

            await().atMost(Archive.PATIENCE).until(() -> archive.out().contains("log: the last"));
            await().atMost(Archive.PATIENCE).until(() -> hook.requests().size() == 2);
            assertThat(archive.out())
                    .contains("log: disk full")
                    .doesNotContain("hook:")
                    .doesNotContain("chatter");
            assertThat(hook.requests().get(0).text()).contains("\"message\":\"hook: disk full\"");
            assertThat(hook.requests().get(1).text()).contains("\"message\":\"hook: the last\"");
        }
    }

    @Test
    void anEditOfTheRulesTakesEffectWithoutARestart() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG).run();

            archive.rules("rules: [{set: {message: \"edited {{ message }}\"}, to: event-log}]\n");
            await().atMost(Archive.PATIENCE).until(() -> {
                archive.send("{\"message\": \"x\"}");
                return archive.out().contains("edited x");
            });
        }
    }

    @Test
    void aBrokenEditChangesNothingAndIsReportedWithFileAndLine() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG).run();

            archive.rules("rules:\n  - when: {lag: {gteee: 5}}\n    to: event-lok\n");
            HttpResponse<String> answer = archive.post("/api/reload", "");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body())
                    .contains("rules.yaml:2")
                    .contains("did you mean 'gte'?")
                    .contains("rules.yaml:3")
                    .contains("did you mean 'event-log'?");
            archive.send("{\"message\": \"still here\"}");
            await().atMost(Archive.PATIENCE).until(() -> archive.out().contains("still here"));
            await().atMost(Archive.PATIENCE).until(() -> archive.log().contains("rules.yaml:3"));
            assertThat(archive.get("/metrics").body())
                    .containsPattern("(?m)^dispatcher_config_last_reload_successful 0(\\.0)?$");
        }
    }

    @Test
    void aFailingTestBesideTheRulesRefusesTheReload() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG).run();

            archive.rules("""
                    rules: [{when: {kind: a}, to: event-log}]
                    tests:
                      - name: everything is logged
                        given: {message: x}
                        expect: {event-log: 1}
                    """);
            HttpResponse<String> answer = archive.post("/api/reload", "");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("everything is logged").contains("rules.yaml:3");
        }
    }

    @Test
    void aPluginDroppedInWorksAfterAReloadAndOneInUseCannotBeRemoved() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG).run();

            Path jar = SamplePlugin.shout(archive.plugins());
            archive.dispatcherYaml(LOG_ONLY + "  loud: {type: shout, file: " + folder.resolve("loud.txt") + "}\n")
                    .rules("rules: [{to: [event-log, loud]}]\n");
            HttpResponse<String> answer = archive.post("/api/reload", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            archive.send("{\"message\": \"hello\"}");
            await().atMost(Archive.PATIENCE)
                    .until(() -> Files.exists(folder.resolve("loud.txt"))
                            && Files.readString(folder.resolve("loud.txt")).contains("HELLO"));

            Files.delete(jar);
            HttpResponse<String> refused = archive.post("/api/reload", "");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("shout").contains("dispatcher.yaml:5");
            archive.send("{\"message\": \"and again\"}");
            await().atMost(Archive.PATIENCE)
                    .until(() -> Files.readString(folder.resolve("loud.txt")).contains("AND AGAIN"));
        }
    }

    @Test
    void aWebhookTargetThatIsDownForAWhileGetsEverythingAfterwardsOnceAndInOrder() throws Exception {
        try (HttpStub hook = HttpStub.start();
                Archive archive = new Archive(folder)) {
            hook.always(Answer.status(503));
            archive.dispatcherYaml(logAndHook(hook))
                    .rules("rules: [{to: hook}]\n")
                    .run();

            for (int i = 0; i < 50; i++) {
                archive.send("{\"message\": \"number " + i + "\"}");
            }
            await().atMost(Archive.PATIENCE).until(() -> hook.requests().size() >= 3);
            int failed = hook.requests().size();
            hook.always(Answer.status(200));

            List<String> expected =
                    IntStream.range(0, 50).mapToObj(i -> "number " + i).toList();
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(archive.get("/api/ledger").body()).containsPattern("\"delivered\"\\s*:\\s*50"));
            List<String> all =
                    hook.requests().stream().map(ArchiveTest::message).toList();
            List<String> taken = all.subList(all.lastIndexOf("number 0"), all.size());
            assertThat(taken).isEqualTo(expected);
            assertThat(all.subList(0, failed)).containsOnly("number 0");
        }
    }

    private static String message(HttpStub.Request request) {
        var matcher = Pattern.compile("\"message\": ?\"([^\"]*)\"").matcher(request.text());
        assertThat(matcher.find())
                .as(request.method() + " " + request.target() + " " + request.text())
                .isTrue();
        return matcher.group(1);
    }

    @Test
    void terminationDrainsWhatIsWaitingAndSaysWhatWasLeft() throws Exception {
        try (HttpStub hook = HttpStub.start();
                Archive archive = new Archive(folder)) {
            hook.always(Answer.status(503));
            archive.dispatcherYaml(logAndHook(hook))
                    .rules("rules: [{to: hook}]\n")
                    .run();
            for (int i = 0; i < 20; i++) {
                archive.send("{\"message\": \"number " + i + "\"}");
            }
            await().atMost(Archive.PATIENCE).until(() -> !hook.requests().isEmpty());

            archive.terminate();
            await().atMost(Archive.PATIENCE).until(() -> archive.log().contains("draining"));
            hook.always(Answer.status(200));

            assertThat(archive.exitCode()).isEqualTo(143);
            assertThat(hook.requests().stream().map(ArchiveTest::message).distinct())
                    .hasSize(20);
            assertThat(archive.log()).contains("drained, nothing left");
        }
    }

    @Test
    void whatCannotBeDrainedInTimeIsCountedAndKeptAsDeadLetters() throws Exception {
        try (HttpStub hook = HttpStub.start();
                Archive archive = new Archive(folder)) {
            hook.always(Answer.status(503));
            archive.dispatcherYaml(logAndHook(hook) + "shutdown: {drain: 1s}\ndead-letters: "
                            + folder.resolve("dead.ndjson") + "\n")
                    .rules("rules: [{to: hook}]\n")
                    .run();
            for (int i = 0; i < 7; i++) {
                archive.send("{\"message\": \"number " + i + "\"}");
            }

            archive.terminate();

            assertThat(archive.exitCode()).isEqualTo(143);
            assertThat(archive.log()).contains("hook: 7 left");
            assertThat(Files.readAllLines(folder.resolve("dead.ndjson"))).hasSize(7);
        }
    }

    @Test
    void listeningBeyondLoopbackIsRefusedWithoutTokensOrAnExplicitWord() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG);

            Archive.Ended ended = archive.command(
                    "run",
                    "--conf",
                    archive.conf().toString(),
                    "--data",
                    archive.data().toString(),
                    "--plugins",
                    archive.plugins().toString(),
                    "--listen",
                    "0.0.0.0:0");

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains("0.0.0.0").contains("tokens").contains("open: true");
        }
    }

    @Test
    void theLedgerAndTheMetricsBalanceAfterwards() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG).run();
            for (int i = 0; i < 10; i++) {
                archive.send("{\"message\": \"number " + i + "\"}");
            }
            assertThat(archive.post("/events", "{\"kind\": \"no message\"}").statusCode())
                    .isEqualTo(400);

            await().atMost(Archive.PATIENCE).until(() -> archive.out().lines().count() == 10);
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() -> assertThat(archive.get("/metrics").body())
                            .contains("dispatcher_events_received_total{portal=\"front-door\"} 11")
                            .contains("dispatcher_events_refused_total{portal=\"front-door\",reason=\"malformed\"} 1")
                            .contains("dispatcher_deliveries_delivered_total{sink=\"event-log\"} 10")
                            .containsPattern("dispatcher_ledger_difference\\{ledger=\"events\"\\} 0")
                            .containsPattern("dispatcher_ledger_difference\\{ledger=\"deliveries\"\\} 0"));
        }
    }

    @Test
    void aBrokenPluginIsToldAtAReloadAndStopsNothing() throws Exception {
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(LOG_ONLY).rules(EVERYTHING_TO_THE_LOG).run();
            Files.writeString(archive.plugins().resolve("bad.jar"), "broken");

            HttpResponse<String> answer = archive.post("/api/reload", "");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("bad.jar is not a whole JAR");
            archive.send("{\"message\": \"still here\"}");
            await().atMost(Archive.PATIENCE).until(() -> archive.out().contains("still here"));
        }
    }
}
