/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Outcomes;
import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.api.Outcomes.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins look up what became of events, and are told when it changes. */
class OutcomesTest {

    @TempDir
    private Path temp;

    private Running running;
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void prepare() throws Exception {
        running = new Running(temp)
                .main("portals: {door: {type: gate}}\n"
                        + "sinks: {a: {type: probe, delivery: {backoff: {first: 1ms, most: 2ms}, attempts: 2}}}\n")
                .rules("rules: [{name: some, when: {kind: {not: dull}}, to: a}]");
    }

    @AfterEach
    void end() {
        gate.countDown();
        running.close();
    }

    private Outcomes outcomes() {
        return running.parts.contexts.get("door").outcomes();
    }

    private void send(String id, String kind) throws Exception {
        String json = "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"message\":\"m\"}";
        assertThat(running.post("/in", json).statusCode()).isEqualTo(202);
    }

    @Test
    void anEventIsFoundWithItsDeliveriesAndTheirAttempts() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        running.parts.behaviours.put("a", batch -> {
            if (calls.getAndIncrement() == 0) {
                throw DeliveryException.retryable(Reason.SERVER, "come again", null);
            }
        });
        running.start();
        send("one", "k");
        await().until(() -> outcomes().find("one").get(0).status() == Status.FINISHED);
        Outcome outcome = outcomes().find("one").get(0);
        assertThat(outcome.portal()).isEqualTo("door");
        assertThat(outcome.event().message()).isEqualTo("m");
        assertThat(outcome.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.sink() + " " + delivery.rule() + " " + delivery.status())
                    .isEqualTo("a some delivered");
            assertThat(delivery.attempts())
                    .extracting(attempt -> attempt.failure().orElse("ok"))
                    .containsExactly("come again", "ok");
        });
    }

    @Test
    void theNewestOfOneIdComesFirstAndAnUnknownIdIsNowhere() throws Exception {
        running.start();
        send("twice", "dull");
        send("twice", "k");
        assertThat(outcomes().find("twice"))
                .extracting(outcome -> outcome.event().kind())
                .containsExactly("k", "dull");
        assertThat(outcomes().find("never")).isEmpty();
    }

    @Test
    void whoFollowsAnEventIsToldOfEachStatusUntilNothingMoreHappens() throws Exception {
        running.parts.behaviours.put("a", batch -> gate.await());
        running.start();
        send("slow", "k");
        List<Status> told = new CopyOnWriteArrayList<>();
        outcomes().follow("slow", outcome -> told.add(outcome.status()));
        await().until(() -> told.contains(Status.RUNNING));
        gate.countDown();
        await().until(() -> told.contains(Status.FINISHED));
        assertThat(told).doesNotHaveDuplicates().endsWith(Status.FINISHED);
        await().until(() -> followers() == 0);
    }

    @Test
    void anEventThatIsSettledAlreadyIsToldOnce() throws Exception {
        running.start();
        send("dull one", "dull");
        List<Status> told = new CopyOnWriteArrayList<>();
        outcomes().follow("dull one", outcome -> told.add(outcome.status()));
        await().until(() -> followers() == 0);
        assertThat(told).containsExactly(Status.IGNORED);
    }

    @Test
    void aListenerThatFailsIsToldNoMoreAndDoesNotHoldUpTheOthers() throws Exception {
        running.parts.behaviours.put("a", batch -> gate.await());
        running.start();
        send("slow", "k");
        AtomicInteger calls = new AtomicInteger();
        List<Status> told = new CopyOnWriteArrayList<>();
        outcomes().follow("slow", outcome -> {
            calls.incrementAndGet();
            throw new IllegalStateException("listener");
        });
        outcomes().follow("slow", outcome -> told.add(outcome.status()));
        await().until(() -> told.contains(Status.RUNNING));
        int before = calls.get();
        gate.countDown();
        await().until(() -> told.contains(Status.FINISHED));
        assertThat(calls.get()).isEqualTo(before).isEqualTo(1);
    }

    @Test
    void aFollowingEndsWhenItIsClosed() throws Exception {
        running.parts.behaviours.put("a", batch -> gate.await());
        running.start();
        send("slow", "k");
        List<Status> told = new CopyOnWriteArrayList<>();
        outcomes().follow("slow", outcome -> told.add(outcome.status())).close();
        gate.countDown();
        await().until(() -> followers() == 0);
        assertThat(told).doesNotContain(Status.FINISHED);
    }

    @Test
    void nobodyIsToldAnyMoreOnceTheInstanceIsGone() throws Exception {
        running.parts.behaviours.put("a", batch -> gate.await());
        running.start();
        send("slow", "k");
        Outcomes old = outcomes();
        old.follow("slow", outcome -> {});
        assertThat(followers(old)).isEqualTo(1);
        running.main("portals: {door: {type: gate, path: /in2}}\nsinks: {a: {type: probe}}\n");
        assertThat(running.reload().done()).isTrue();
        await().until(() -> followers(old) == 0);
        old.follow("slow", outcome -> {});
        assertThat(followers(old)).isZero();
    }

    private int followers() {
        return followers(outcomes());
    }

    private static int followers(Outcomes outcomes) {
        return ((LentOutcomes) outcomes).followed();
    }
}
