/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.core.Parts.Probe;
import dev.dispatcher.core.logging.Secrets;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    private static final String PORTAL = "portals: {in: {type: gate}}\n";
    private static final String BOTH = PORTAL + "sinks: {a: {type: probe}, b: {type: probe}}\n";

    @TempDir
    Path root;

    private Running running;

    @BeforeEach
    void set() throws IOException {
        running = new Running(root);
    }

    @AfterEach
    void end() {
        running.close();
    }

    private List<String> refusal() {
        return running.reload().mistakes().stream().map(Object::toString).toList();
    }

    private Object sink(String name) {
        return running.dispatcher().inForce().sinks().get(name);
    }

    @Test
    void whatIsEqualGoesOnAndTheRestIsExchanged() throws Exception {
        running.main(
                        PORTAL
                                + "sinks: {a: {type: probe, text: 'x {{ message }}'}, b: {type: probe, note: one}, c: {type: probe}}\n")
                .rules("rules: [{name: all, to: [a, b, c]}]")
                .start();
        Object a = sink("a");
        Object portal = running.dispatcher().inForce().portals().get("in");
        running.main(
                        PORTAL
                                + "sinks: {d: {type: probe}, a: {text: 'x {{ message }}', type: probe}, b: {type: probe, note: two}}\n")
                .rules("rules: [{name: all, to: [a, b, d]}]");
        Reload done = running.reload();
        assertThat(done.mistakes()).isEmpty();
        assertThat(done.changes())
                .containsExactlyInAnyOrder(
                        "sink b: changed", "sink c: removed", "sink d: added", "rules: changed, 1 now");
        assertThat(sink("a")).isSameAs(a);
        assertThat(running.dispatcher().inForce().portals().get("in")).isSameAs(portal);
        await().until(() -> running.parts.probes("b").get(0).closed && running.parts.probe("c").closed);
        assertThat(running.parts.probe("a").closed).isFalse();
        assertThat(running.parts.probes("a")).hasSize(1);
        assertThat(running.event("x")).isEqualTo(202);
        await().until(() -> running.parts.probe("b").delivered.size() == 1
                && running.parts.probe("d").delivered.size() == 1);
    }

    @Test
    void aRefusedReloadChangesNothing() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        Generation before = running.dispatcher().inForce();
        running.main("portals: {in: {type: gate}, two: {type: gate, path: /two}}\n"
                + "sinks: {a: {type: probe, note: new}, b: {type: probe}, c: {type: probe, failure: no}}\n");
        assertThat(refusal()).containsExactly("dispatcher.yaml:2: sinks.c: cannot be created: no");
        assertThat(running.dispatcher().inForce()).isSameAs(before);
        assertThat(running.parts.probes("a")).extracting(probe -> probe.closed).containsExactly(false, true);
        assertThat(running.parts.openPortals).containsExactly("in");

        running.main(
                "portals: {in: {type: gate}, two: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe}, c: {type: probe}}\n");
        assertThat(refusal())
                .singleElement()
                .asString()
                .startsWith("dispatcher.yaml:1: portals: POST /in is answered by both");
        assertThat(running.dispatcher().inForce()).isSameAs(before);
        assertThat(running.parts.probe("c").closed).isTrue();
        assertThat(running.parts.openPortals).containsExactly("in");

        running.main(BOTH).rules(Running.RULES_TO_A + "\ntests: [{name: t, given: {message: x}, expect: {}}]");
        assertThat(refusal()).singleElement().asString().startsWith("rules.yaml:2: tests: 't' fails");
        assertThat(running.dispatcher().inForce()).isSameAs(before);
        assertThat(running.event("x")).isEqualTo(202);
        await().until(() -> running.parts.probes("a").get(0).delivered.size() == 1);
        assertThat(running.get("/metrics").body())
                .contains(
                        "dispatcher_config_reloads_total{result=\"failure\"} 3",
                        "dispatcher_config_reloads_total{result=\"success\"} 1",
                        "dispatcher_config_last_reload_successful 0");
    }

    @Test
    void whatTakesEffectAtAStartOnlyIsRefusedAtItsLine() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        running.main(BOTH + "http:\n  listen: 127.0.0.1:1\n  proxies: [10.0.0.1]\n  limits:\n    body: 2MiB\n"
                + "log:\n  level: debug\ndead-letters: somewhere\n");
        assertThat(refusal())
                .containsExactly(
                        "dispatcher.yaml:4: http.listen: changes only with a restart",
                        "dispatcher.yaml:5: http.proxies: change only with a restart",
                        "dispatcher.yaml:6: http.limits: change only with a restart",
                        "dispatcher.yaml:8: log: changes only with a restart",
                        "dispatcher.yaml:10: dead-letters: change only with a restart");
    }

    @Test
    void theShortFormOfDeadLettersMeansTheLongOne() throws Exception {
        running.main(BOTH + "dead-letters: dead.ndjson\n")
                .rules(Running.RULES_TO_A)
                .start();
        running.main(BOTH + "dead-letters: {file: dead.ndjson}\n");
        assertThat(running.reload().mistakes()).isEmpty();
        running.main(BOTH + "dead-letters: other.ndjson\n");
        assertThat(refusal()).containsExactly("dispatcher.yaml:3: dead-letters: change only with a restart");
    }

    @Test
    void theResultAsAMap() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        running.main(PORTAL + "sinks: {a: {type: probe}, b: {type: nothing}}\n");
        HttpResponse<String> refused = running.post("/api/reload", "");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains(
                        "\"reloaded\":false",
                        "\"file\":\"dispatcher.yaml\"",
                        "\"line\":2",
                        "\"path\":\"sinks.b.type\"");
        running.main(PORTAL + "sinks: {a: {type: probe}}\n");
        HttpResponse<String> done = running.post("/api/reload", "");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body())
                .contains("\"reloaded\":true", "\"changes\":[\"sink b: removed\"]", "\"warnings\":[]")
                .contains("\"hash\":\"" + running.dispatcher().configuration().shortHash() + "\"");
        assertThat(running.reload().toMap()).containsEntry("changes", List.of());
    }

    @Test
    void aPluginsMessageWithASecretIsMasked() throws Exception {
        running.env.put("T1", "first-s3cr3t");
        running.env.put("T2", "second-s3cr3t");
        running.main(PORTAL + "sinks: {a: {type: probe, secret: '${env:T1}'}}\n")
                .rules(Running.RULES_TO_A)
                .start();
        assertThat(Secrets.mask("first-s3cr3t second-s3cr3t")).isEqualTo("**** second-s3cr3t");
        running.main(PORTAL + "sinks: {a: {type: probe, secret: '${env:T2}', failure: 'not second-s3cr3t'}}\n");
        assertThat(running.post("/api/reload", "").body()).contains("not ****").doesNotContain("s3cr3t");
        assertThat(Secrets.mask("first-s3cr3t second-s3cr3t")).as("refused").isEqualTo("**** second-s3cr3t");
        running.main(PORTAL + "sinks: {a: {type: probe, secret: '${env:T2}'}}\n");
        assertThat(running.reload().done()).isTrue();
        await().untilAsserted(() -> assertThat(Secrets.mask("first-s3cr3t second-s3cr3t"))
                .as("the old instance is gone")
                .isEqualTo("first-s3cr3t ****"));
    }

    @Test
    void oldSecretsAreMaskedWhileAnOldInstanceIsAtWork() throws Exception {
        running.env.put("T1", "first-s3cr3t");
        running.main(PORTAL + "sinks: {a: {type: probe, secret: '${env:T1}'}}\n")
                .rules(Running.RULES_TO_A)
                .start();
        CountDownLatch busy = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> {
            busy.countDown();
            running.parts.release.await();
        });
        running.event("x");
        busy.await();
        running.main(PORTAL + "sinks: {a: {type: probe}}\n");
        assertThat(running.reload().done()).isTrue();
        assertThat(running.reload().done()).isTrue();
        assertThat(Secrets.mask("first-s3cr3t")).isEqualTo("****");
        running.parts.release.countDown();
        await().until(() -> Secrets.mask("first-s3cr3t").equals("first-s3cr3t"));
    }

    @Test
    void aQueueGoesThroughSeveralQuickReloadsInOrder() throws Exception {
        running.main(PORTAL + "sinks: {a: {type: probe, note: 0}}\n")
                .rules(Running.RULES_TO_A)
                .start();
        CountDownLatch busy = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> {
            busy.countDown();
            running.parts.release.await();
        });
        for (int i = 0; i < 5; i++) {
            assertThat(running.event("m" + i)).isEqualTo(202);
        }
        busy.await();
        for (int i = 1; i <= 5; i++) {
            running.main(PORTAL + "sinks: {a: {type: probe, note: " + i + "}}\n");
            assertThat(running.reload().done()).isTrue();
            running.event("n" + i);
        }
        assertThat(running.parts.messages("a")).isEmpty();
        running.parts.release.countDown();
        await().untilAsserted(() -> assertThat(running.parts.messages("a"))
                .containsExactly("m0", "m1", "m2", "m3", "m4", "n1", "n2", "n3", "n4", "n5"));
        assertThat(running.parts.probes("a").get(0).delivered)
                .as("the attempt in flight")
                .hasSize(1);
        assertThat(running.parts.probe("a").delivered).hasSize(9);
        await().until(() ->
                running.parts.probes("a").stream().filter(probe -> probe.closed).count() == 5);
        await().until(() -> running.dispatcher().ledger().difference() == 0);
    }

    @Test
    void aSinkThatIsRemovedAndBackDoesNotOvertakeItself() throws Exception {
        running.main(BOTH).rules("rules: [{name: all, to: [a, b]}]").start();
        CountDownLatch busy = new CountDownLatch(1);
        running.parts.behaviours.put("a", batch -> {
            busy.countDown();
            running.parts.release.await();
        });
        running.event("one");
        running.event("two");
        busy.await();
        for (int i = 0; i < 2; i++) {
            running.main(PORTAL + "sinks: {b: {type: probe}}\n").rules("rules: [{name: all, to: b}]");
            assertThat(running.reload().mistakes()).isEmpty();
            running.main(BOTH).rules("rules: [{name: all, to: [a, b]}]");
            assertThat(running.reload().mistakes()).isEmpty();
            running.event("back" + i);
        }
        await().until(() -> running.parts.messages("b").size() == 4);
        assertThat(running.parts.messages("a")).isEmpty();
        running.parts.release.countDown();
        await().untilAsserted(
                        () -> assertThat(running.parts.messages("a")).containsExactly("one", "two", "back0", "back1"));
        await().until(() -> running.dispatcher().ledger().difference() == 0);
    }

    @Test
    void aRemovedSinkThatIsDownBecomesDeadLetters() throws Exception {
        running.main(BOTH + "shutdown: {drain: 200ms}\n")
                .rules("rules: [{name: all, to: [a, b]}]")
                .start();
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.retryable("down");
        });
        running.event("one");
        running.main(PORTAL + "sinks: {b: {type: probe}}\nshutdown: {drain: 200ms}\n")
                .rules("rules: [{name: all, to: b}]");
        assertThat(running.reload().done()).isTrue();
        await().untilAsserted(() ->
                assertThat(running.get("/api/dead-letters?sink=a").body()).contains("\"reason\":\"removed\""));
        await().until(() -> running.parts.probe("a").closed);
        assertThat(running.dispatcher().ledger().difference()).isZero();
    }

    @Test
    void aPortalIsNotClosedUnderARequest() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        CompletableFuture<HttpResponse<String>> slow = running.client.sendAsync(
                HttpRequest.newBuilder(running.uri("/in"))
                        .header("hold", "yes")
                        .POST(BodyPublishers.ofString("{\"message\":\"slow\"}"))
                        .build(),
                BodyHandlers.ofString());
        running.parts.held.await();
        running.main("portals: {other: {type: gate, path: /other}}\nsinks: {a: {type: probe}, b: {type: probe}}\n");
        assertThat(running.reload().changes()).containsExactly("portal other: added", "portal in: removed");
        assertThat(running.event("late")).isEqualTo(404);
        assertThat(running.parts.openPortals).containsExactlyInAnyOrder("in", "other");
        running.parts.release.countDown();
        assertThat(slow.get().statusCode()).isEqualTo(202);
        await().until(() -> running.parts.openPortals.equals(List.of("other")));
        await().until(() -> running.parts.messages("a").equals(List.of("slow")));
    }

    @Test
    void limitsChangeForPortals() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        assertThat(running.post("/in", "{\"message\":\"x\",\"a\":1}").statusCode())
                .isEqualTo(202);
        running.main(BOTH + "events: {fields: 4}\n");
        assertThat(running.reload().changes()).containsExactly("portal in: changed");
        assertThat(running.post("/in", "{\"message\":\"x\",\"a\":1,\"b\":2,\"c\":3,\"d\":4}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tokensAreExchanged() throws Exception {
        String token = "  tokens: [{name: t, token: '${env:TOKEN}', allow: [submit, read, admin]}]\n";
        running.env.put("TOKEN", "first-token");
        running.main(BOTH + "http:\n  listen: '127.0.0.1:0'\n" + token)
                .rules(Running.RULES_TO_A)
                .start();
        assertThat(status("first-token")).isEqualTo(202);
        assertThat(status("second-token")).isEqualTo(401);
        running.env.put("TOKEN", "second-token");
        assertThat(running.reload().done()).isTrue();
        assertThat(status("first-token")).isEqualTo(401);
        assertThat(status("second-token")).isEqualTo(202);
    }

    private int status(String token) throws Exception {
        return running.send(HttpRequest.newBuilder(running.uri("/in"))
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString("{\"message\":\"x\"}")))
                .statusCode();
    }

    @Test
    void manyAtOnceTakeTurns() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        List<CompletableFuture<Reload>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(running::reload))
                .toList();
        for (CompletableFuture<Reload> each : all) {
            assertThat(each.get().done()).isTrue();
        }
        assertThat(running.parts.sinks).extracting((Probe probe) -> probe.name).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void afterTheEndNothingIsReloaded() throws Exception {
        running.main(BOTH).rules(Running.RULES_TO_A).start();
        running.dispatcher().close();
        assertThat(refusal()).containsExactly("dispatcher.yaml:1: the dispatcher is stopping");
    }

    @Test
    void aFolderOfRulesThatCannotBeReadIsSaid() throws Exception {
        running.main(BOTH)
                .rules(Running.RULES_TO_A)
                .write("rules.d/10.yaml", "rules: [{name: more, to: b}]")
                .start();
        running.event("x");
        await().until(() -> running.parts.messages("b").size() == 1);
        Files.delete(running.conf.resolve("rules.d/10.yaml"));
        running.rules("otherwise: [");
        Map<String, Object> refused = running.reload().toMap();
        assertThat(refused).containsEntry("reloaded", false);
        Files.delete(running.conf.resolve("rules.yaml"));
        assertThat(refusal()).singleElement().asString().contains("there is no").contains("dispatcher init");
    }
}
