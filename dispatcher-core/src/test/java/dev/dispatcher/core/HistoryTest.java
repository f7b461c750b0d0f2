/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.api.testkit.TestPostgres;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accepted events are found in the store, with what became of them, after memory has let go of them. */
class HistoryTest {

    private static final String PARTS = "portals: {door: {type: gate}}\n"
            + "sinks: {a: {type: probe, delivery: {backoff: {first: 1ms, most: 2ms}, attempts: 2}}, b: {type: probe}}\n";
    private static final String RULES =
            "rules: [{name: some, when: {kind: {not: dull}}, to: a}, {name: more, when: {kind: big}, to: b}]";

    @TempDir
    Path temp;

    private Running running(TestDatabase database, String history) throws Exception {
        Running running =
                new Running(temp).main(PARTS + "history: {" + history + "}\n").rules(RULES);
        database.url().ifPresent(url -> running.env.put("DATABASE_URL", url));
        return running;
    }

    private static void send(Running running, String id, String fields) throws Exception {
        String json = "{\"id\":\"" + id + "\"," + fields + "\"message\":\"about " + id + "\"}";
        assertThat(running.post("/in", json).statusCode()).isEqualTo(202);
    }

    private static double metric(Running running, String name) throws Exception {
        return running.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static void awaitRecorded(Running running, int events) {
        await().until(() -> metric(running, "dispatcher_history_recorded_total") >= events);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(answer.get(name), answer::toString);
    }

    private static List<String> ids(Running running, String query) throws Exception {
        return list(running.json("/api/events" + query), "events").stream()
                .map(event -> String.valueOf(event.get("id")))
                .toList();
    }

    @EachDatabase
    void anEventIsToldOfAndExplainedAfterARestart(TestDatabase database) throws Exception {
        try (Running first = running(database, "")) {
            first.parts.behaviours.put("a", batch -> {
                throw DeliveryException.permanent(Reason.REJECTED, "not this one", null);
            });
            first.start();
            send(first, "one", "\"kind\":\"k\",");
            await().until(() -> ids(first, "?status=failed").equals(List.of("one")));
        }
        try (Running second = running(database, "").start()) {
            Map<String, Object> told =
                    list(second.json("/api/events/one"), "events").get(0);
            assertThat(told).containsEntry("status", "failed").containsEntry("portal", "door");
            assertThat(list(told, "deliveries").get(0))
                    .containsEntry("sink", "a")
                    .containsEntry("status", "dead");
            assertThat(list(list(told, "deliveries").get(0), "tries").get(0)).containsEntry("message", "not this one");
            assertThat(told.get("event")).asString().contains("about one");
            Map<String, Object> why =
                    list(second.json("/api/events/one/explain"), "explanations").get(0);
            assertThat(why.get("text")).asString().contains("some");
            assertThat(why.get("explanation")).isNotNull();
            List<Outcome> outcomes =
                    second.parts.contexts.get("door").outcomes().find("one");
            assertThat(outcomes).singleElement().satisfies(outcome -> {
                assertThat(outcome.status()).isEqualTo(Status.FAILED);
                assertThat(outcome.deliveries().get(0).attempts().get(0).failure())
                        .contains("not this one");
            });
            second.rules("rules: [{name: other, to: a}]");
            assertThat(second.reload().done()).isTrue();
            Map<String, Object> changed =
                    list(second.json("/api/events/one/explain"), "explanations").get(0);
            assertThat(changed.get("explanation")).isNull();
            assertThat(changed.get("warnings")).asString().contains("the rules have changed since");
        }
    }

    @EachDatabase
    void pagesGoThroughMemoryAndStoreWithoutAGapOrARepeat(TestDatabase database) throws Exception {
        try (Running first = running(database, "").start()) {
            for (int i = 0; i < 25; i++) {
                send(first, "old" + i, "");
            }
            awaitRecorded(first, 25);
        }
        try (Running second = running(database, "").start()) {
            for (int i = 0; i < 25; i++) {
                send(second, "new" + i, "");
            }
            List<String> expected = new ArrayList<>();
            for (String age : List.of("new", "old")) {
                for (int i = 24; i >= 0; i--) {
                    expected.add(age + i);
                }
            }
            assertThat(pages(second)).isEqualTo(expected);
            awaitRecorded(second, 25);
            assertThat(pages(second)).isEqualTo(expected);
        }
    }

    private static List<String> pages(Running running) throws Exception {
        List<String> found = new ArrayList<>();
        Object next = "";
        for (int i = 0; i < 20 && next != null; i++) {
            Map<String, Object> page = running.json("/api/events?limit=7" + (next.equals("") ? "" : "&after=" + next));
            list(page, "events").forEach(event -> found.add(String.valueOf(event.get("id"))));
            next = page.get("next");
        }
        return found;
    }

    @EachDatabase
    void everyFilterFindsTheSameInMemoryAndInTheStore(TestDatabase database) throws Exception {
        try (Running first = running(database, "").start()) {
            send(first, "one", "\"kind\":\"k\",\"severity\":\"error\",\"source\":\"urn:x\",");
            send(first, "two", "\"kind\":\"big\",\"severity\":\"info\",\"note\":\"N\u00c4HE \\u0000\",");
            send(first, "three", "\"kind\":\"dull\",\"source\":\"urn:x\",");
            await().until(() -> ids(first, "?status=finished").size() == 2);
            filters(first);
            awaitRecorded(first, 3);
        }
        try (Running second = running(database, "").start()) {
            filters(second);
        }
    }

    private static void filters(Running running) throws Exception {
        assertThat(ids(running, "?kind=k")).containsExactly("one");
        assertThat(ids(running, "?severity=info")).containsExactly("two");
        assertThat(ids(running, "?source=urn:x")).containsExactly("three", "one");
        assertThat(ids(running, "?source=urn:x&kind=k")).containsExactly("one");
        assertThat(ids(running, "?status=ignored")).containsExactly("three");
        assertThat(ids(running, "?sink=b")).containsExactly("two");
        assertThat(ids(running, "?sink=a&status=finished")).containsExactly("two", "one");
        assertThat(ids(running, "?portal=door&limit=1")).containsExactly("three");
        assertThat(ids(running, "?portal=elsewhere")).isEmpty();
        assertThat(ids(running, "?since=1h")).hasSize(3);
        assertThat(ids(running, "?until=1h")).isEmpty();
        assertThat(ids(running, "?until=%2B999999999-01-01T00:00:00%2B01:00")).hasSize(3);
        assertThat(ids(running, "?q=" + URLEncoder.encode("n\u00e4he", StandardCharsets.UTF_8)))
                .containsExactly("two");
        assertThat(running.json("/api/events?q=nothing"))
                .containsEntry("q_complete", true)
                .containsEntry("events", List.of());
    }

    @EachDatabase
    void whatChangesLaterIsWrittenAgain(TestDatabase database) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (Running first = running(database, "")) {
            first.parts.behaviours.put("a", batch -> gate.await());
            first.start();
            send(first, "slow", "");
            awaitRecorded(first, 1);
            gate.countDown();
            await().until(() -> ids(first, "?status=finished").contains("slow"));
        }
        try (Running second = running(database, "").start()) {
            assertThat(ids(second, "?status=finished&sink=a")).containsExactly("slow");
            assertThat(ids(second, "?status=running")).isEmpty();
        }
    }

    @EachDatabase
    void theOldestGoWhenThereAreTooMany(TestDatabase database) throws Exception {
        try (Running first = running(database, "keep: 3").start()) {
            for (int i = 0; i < 8; i++) {
                send(first, "e" + i, "");
            }
            awaitRecorded(first, 8);
            await().until(() -> metric(first, "dispatcher_history_removed_total") == 5);
        }
        try (Running second = running(database, "keep: 3").start()) {
            assertThat(ids(second, "")).containsExactly("e7", "e6", "e5");
            assertThat(ids(second, "?sink=a")).containsExactly("e7", "e6", "e5");
        }
    }

    @EachDatabase
    void whatIsTooOldGoes(TestDatabase database) throws Exception {
        try (Running first = running(database, "keep-for: 1ms").start()) {
            send(first, "brief", "");
            await().until(() -> metric(first, "dispatcher_history_removed_total") == 1);
        }
        try (Running second = running(database, "").start()) {
            assertThat(ids(second, "")).isEmpty();
            assertThat(second.get("/api/events/brief").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void ofMoreThanTheRateSomeAreKeptAndTheOthersCounted() throws Exception {
        try (Running first = running(TestDatabase.h2(), "most-per-second: 1").start()) {
            for (int i = 0; i < 40; i++) {
                send(first, "e" + i, "");
            }
            await().until(() -> metric(first, "dispatcher_history_recorded_total")
                            + metric(first, "dispatcher_history_skipped_total{reason=\"sampled\"}")
                    == 40);
            assertThat(metric(first, "dispatcher_history_recorded_total")).isBetween(1.0, 39.0);
        }
    }

    @Test
    void whileThePostgresIsAwayEventsGoOnAndItIsWrittenWhenItIsBack() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            postgres.create("gone");
            try (Running first = new Running(temp).main(PARTS + "history: {}\n").rules(RULES)) {
                first.env.put("DATABASE_URL", postgres.url("gone"));
                first.start();
                send(first, "before", "");
                awaitRecorded(first, 1);
                postgres.stop();
                send(first, "during", "");
                await().until(() -> ids(first, "?status=finished").contains("during"));
                await().until(() -> metric(first, "dispatcher_history_failures_total") > 0);
                assertThat(first.json("/api/events").get("store")).asString().contains("the store cannot be asked");
                assertThat(first.get("/api/events/unknown").statusCode()).isEqualTo(503);
                postgres.run();
                awaitRecorded(first, 2);
            }
            try (Running second =
                    new Running(temp).main(PARTS + "history: {}\n").rules(RULES)) {
                second.env.put("DATABASE_URL", postgres.url("gone"));
                second.start();
                assertThat(ids(second, "")).containsExactly("during", "before");
            }
        }
    }

    @Test
    void aParameterThatIsWrongIsNamed() throws Exception {
        try (Running first = running(TestDatabase.h2(), "").start()) {
            for (String query :
                    List.of("after=x", "after=1-zz", "since=yesterday", "until=24x", "status=odd", "q=", "limit=0")) {
                assertThat(first.get("/api/events?" + query).statusCode()).isEqualTo(400);
                assertThat(first.get("/api/events?" + query).body())
                        .contains(query.substring(0, query.indexOf('=')) + " should be");
            }
        }
    }
}
