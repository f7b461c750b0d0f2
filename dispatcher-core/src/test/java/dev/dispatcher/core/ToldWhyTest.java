/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accepted events are remembered, with what became of them and why. */
class ToldWhyTest {

    private static final String QUICK = "delivery: {backoff: {first: 1ms, most: 2ms}, attempts: 2}";

    @TempDir
    private Path temp;

    private Running running;

    @BeforeEach
    void prepare() throws Exception {
        running = new Running(temp)
                .main("portals: {door: {type: gate}}\nsinks: {a: {type: probe, " + QUICK + "}, b: {type: probe, "
                        + QUICK + "}}\n")
                .rules("""
                        rules:
                          - {name: loud, when: {severity: {at-least: error}}, to: [a, b]}
                          - {name: disks, when: {host: db}, set: {team: storage}, to: a}
                        """);
    }

    @AfterEach
    void end() {
        running.close();
    }

    private int send(String json) throws Exception {
        return running.post("/in", json).statusCode();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> event(String id) throws Exception {
        List<Object> events = (List<Object>) running.json("/api/events/" + id).get("events");
        assertThat(events).hasSize(1);
        return (Map<String, Object>) events.get(0);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> deliveries(Map<String, Object> event) {
        return (List<Map<String, Object>>) event.get("deliveries");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> tries(Map<String, Object> delivery) {
        return (List<Map<String, Object>>) delivery.get("tries");
    }

    private void awaitStatus(String id, String status) {
        await().untilAsserted(() -> assertThat(event(id).get("status")).isEqualTo(status));
    }

    @Test
    void anEventShowsWhereItWentAndHowTheAttemptsWent() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        running.parts.behaviours.put("a", batch -> {
            if (calls.getAndIncrement() == 0) {
                throw DeliveryException.retryable(Reason.SERVER, "come again", null);
            }
        });
        running.start();
        assertThat(send("{\"id\":\"one\",\"message\":\"m\",\"severity\":\"error\"}"))
                .isEqualTo(202);
        awaitStatus("one", "finished");

        Map<String, Object> event = event("one");
        assertThat(event.get("portal")).isEqualTo("door");
        assertThat(deliveries(event))
                .extracting(each -> each.get("sink") + " " + each.get("rule") + " " + each.get("status"))
                .containsExactly("a loud delivered", "b loud delivered");
        List<Map<String, Object>> tries = tries(deliveries(event).get(0));
        assertThat(tries).extracting(each -> each.get("ok")).containsExactly(false, true);
        assertThat(tries.get(0)).containsEntry("reason", "server").containsEntry("message", "come again");
        assertThat(deliveries(event).get(1)).doesNotContainKey("event");
    }

    @Test
    void whatIsGivenUpIsFailedAndWhatNobodyGetsIsIgnored() throws Exception {
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent(Reason.REJECTED, "not this one", null);
        });
        running.start();
        send("{\"id\":\"bad\",\"message\":\"m\",\"host\":\"db\"}");
        send("{\"id\":\"nobody\",\"message\":\"m\"}");
        awaitStatus("bad", "failed");

        Map<String, Object> delivery = deliveries(event("bad")).get(0);
        assertThat(delivery).containsEntry("status", "dead").containsEntry("why", "rejected: not this one");
        assertThat(delivery.get("event")).asString().contains("team=storage");
        assertThat(event("nobody")).containsEntry("status", "ignored");
        assertThat((List<?>) running.json("/api/events?status=failed").get("events"))
                .hasSize(1);
        assertThat(running.get("/api/events?status=lost").statusCode()).isEqualTo(400);
    }

    @Test
    void whileItIsTriedItIsRunningAndAfterAFailureInError() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        running.main(
                "portals: {door: {type: gate}}\nsinks: {a: {type: probe, delivery: {backoff: {first: 1m, most: 1m}}},"
                        + " b: {type: probe}}\n");
        running.parts.behaviours.put("a", batch -> {
            entered.countDown();
            leave.await();
            throw DeliveryException.retryable(Reason.SERVER, "no", null);
        });
        running.start();
        send("{\"id\":\"first\",\"message\":\"m\",\"host\":\"db\"}");
        entered.await();
        send("{\"id\":\"second\",\"message\":\"m\",\"host\":\"db\"}");
        assertThat(event("first")).containsEntry("status", "running");
        assertThat(event("second")).containsEntry("status", "new");
        leave.countDown();
        awaitStatus("first", "error");
        assertThat(deliveries(event("first")).get(0)).containsEntry("status", "retrying");
    }

    @Test
    void aDivertedDeliveryIsFollowedToTheFallback() throws Exception {
        running.main("""
                portals: {door: {type: gate}}
                sinks:
                  a: {type: probe, delivery: {fallback: b}}
                  b: {type: probe}
                """);
        running.parts.behaviours.put("a", batch -> {
            throw DeliveryException.permanent(Reason.REJECTED, "no", null);
        });
        running.start();
        send("{\"id\":\"x\",\"message\":\"m\",\"host\":\"db\"}");
        awaitStatus("x", "finished");
        assertThat(deliveries(event("x")))
                .extracting(each -> each.get("sink") + " " + each.get("status") + " " + each.get("diverted_to"))
                .containsExactly("a diverted b", "b delivered null");
    }

    @Test
    void theExplanationIsThatOfTheRulesThatWereInForce() throws Exception {
        running.start();
        send("{\"id\":\"old\",\"message\":\"m\",\"host\":\"web\"}");
        running.rules("rules: [{name: all, to: b}]");
        assertThat(running.reload().mistakes()).isEmpty();

        assertThat(running.get("/api/events/old/explain").body())
                .contains("\"rule\":\"disks\"")
                .contains("\"met\":\"\\\"web\\\"\"")
                .contains("host: expected")
                .doesNotContain("\"rule\":\"all\"");
        assertThat(running.json("/api/rules").get("version"))
                .isNotEqualTo(((Map<?, ?>) ((List<?>)
                                        running.json("/api/events/old/explain").get("explanations"))
                                .get(0))
                        .get("rules_version"));
    }

    @Test
    void allEventsWithAnIdAreToldNewestFirstAndDuplicatesAsSuch() throws Exception {
        running.main("portals: {door: {type: gate, intake: {duplicates: {within: 1h}}}}\nsinks: {a: {type: probe}, b:"
                + " {type: probe}}\n");
        running.start();
        send("{\"id\":\"twice\",\"message\":\"m\",\"host\":\"db\"}");
        send("{\"id\":\"twice\",\"message\":\"m\",\"host\":\"db\"}");
        assertThat((List<?>) running.json("/api/events/twice").get("events"))
                .extracting(each -> String.valueOf(((Map<?, ?>) each).get("duplicate")))
                .containsExactly("true", "false");
        assertThat(running.get("/api/events/twice/explain").body()).contains("taken before");
    }

    @Test
    void theOldestIsForgottenAndSaysSo() throws Exception {
        running.main(
                "portals: {door: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe}}\nexplain: {keep: 2}\n");
        running.start();
        for (String id : List.of("one", "two", "three")) {
            send("{\"id\":\"" + id + "\",\"message\":\"m\"}");
        }
        HttpResponse<String> gone = running.get("/api/events/one");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("explain.keep");
        assertThat((List<?>) running.json("/api/events?limit=10").get("events"))
                .extracting(each -> String.valueOf(((Map<?, ?>) each).get("id")))
                .containsExactly("three", "two");
    }

    /** Reads lines beside the test until the stream ends. */
    private List<String> tap(String query) throws Exception {
        List<String> lines = java.util.Collections.synchronizedList(new ArrayList<>());
        HttpResponse<java.util.stream.Stream<String>> answer = running.client.send(
                HttpRequest.newBuilder(running.uri("/api/tap" + query)).build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        Thread reader = new Thread(() -> {
            try {
                answer.body().forEach(lines::add);
            } catch (RuntimeException e) {
                lines.add("end");
            }
        });
        reader.setDaemon(true);
        reader.start();
        await().until(() -> !lines.isEmpty());
        return lines;
    }

    @Test
    void aTapShowsWhatIsAcceptedFromNowOnAndItsConditionsAreThoseOfRules() throws Exception {
        running.start();
        send("{\"id\":\"before\",\"message\":\"m\",\"host\":\"db\"}");
        List<String> all = tap("");
        List<String> some = tap("?when=" + URLEncoder.encode("{severity: {at-least: error}}", StandardCharsets.UTF_8));
        send("{\"id\":\"quiet\",\"message\":\"m\"}");
        send("{\"id\":\"loud\",\"message\":\"m\",\"severity\":\"critical\"}");
        await().untilAsserted(() -> assertThat(String.join("\n", all))
                .contains("\"id\":\"quiet\"", "\"id\":\"loud\"")
                .doesNotContain("before"));
        await().untilAsserted(() ->
                assertThat(String.join("\n", some)).contains("\"id\":\"loud\"").doesNotContain("quiet"));
        assertThat(running.get("/api/tap?when=%7Bseverity%3A%20%7Bnope%3A%20x%7D%7D")
                        .statusCode())
                .isEqualTo(400);
        assertThat(running.get("/api/tap?when=%7Ba%3A%20%22%24%7Benv%3AHOME%7D%22%7D")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTapEndsWhenTheDispatcherStops() throws Exception {
        running.start();
        List<String> lines = tap("");
        Thread closing = new Thread(running::close);
        closing.start();
        closing.join(Duration.ofSeconds(20).toMillis());
        assertThat(closing.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(lines).contains("end"));
    }

    @Test
    void theTraceOfTheRequestIsKept() throws Exception {
        running.start();
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        running.send(HttpRequest.newBuilder(running.uri("/in"))
                .header("traceparent", parent)
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"t\",\"message\":\"m\"}")));
        send("{\"id\":\"u\",\"message\":\"m\"}");
        assertThat(event("t")).containsEntry("traceparent", parent);
        assertThat(event("u")).doesNotContainKey("traceparent");
    }
}
