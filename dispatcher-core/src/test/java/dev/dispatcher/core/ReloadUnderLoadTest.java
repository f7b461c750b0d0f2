/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.core.plugin.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloads again and again while events come in: nothing is lost, repeated or overtaken. */
class ReloadUnderLoadTest {

    private static final int SENDERS = 4;
    private static final int RELOADS = 100;

    @TempDir
    Path root;

    private final List<Throwable> trouble = new CopyOnWriteArrayList<>();

    private static String main(int round) {
        return "portals: {in: {type: gate}}\nsinks:\n"
                + "  steady: {type: probe, delivery: {queue: 1000000, batch: 7}}\n"
                + "  changing: {type: probe, note: round " + round + ", delivery: {queue: 1000000, batch: "
                + (1 + round % 5) + ", backoff: {first: 1ms, most: 2ms}}}\n"
                + "  compiled: {type: pager, delivery: {queue: 1000000}}\n"
                + (round % 2 == 1 ? "  sometimes: {type: probe, delivery: {queue: 1000000}}\n" : "");
    }

    private static String rules(int round) {
        return "rules:\n  - {name: all, set: {round: " + round + "}, to: [steady, changing, compiled]}\n"
                + (round % 2 == 1 ? "  - {name: some, to: sometimes}\n" : "");
    }

    private static Path plugin(Path file, int version) throws Exception {
        return new PluginJar()
                .source("demo.Factory", """
                        package demo;
                        import dev.dispatcher.api.*;
                        import java.util.*;
                        public class Factory implements SinkFactory<Factory.Options> {
                            static final List<Event> OUT = (List<Event>) System.getProperties().get("reload-under-load");
                            public record Options() {}
                            public String type() { return "pager"; }
                            public Class<Options> options() { return Options.class; }
                            public Sink create(Options options, PluginContext context) {
                                return batch -> { context.counter("version_%d").add(batch.size()); OUT.addAll(batch); };
                            }
                        }
                        """.formatted(version))
                .sinks("demo.Factory")
                .write(file);
    }

    @Test
    void aReloadUnderLoadLosesRepeatsAndReordersNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ReloadUnderLoadTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> compiled = Collections.synchronizedList(new ArrayList<>());
        System.getProperties().put("reload-under-load", compiled);
        try (Running running = new Running(root)) {
            Path[] versions = {plugin(root.resolve("v0.jar"), 0), plugin(root.resolve("v1.jar"), 1)};
            Path installed = running.plugins.resolve("pager.jar");
            Files.createDirectories(running.plugins);
            Files.copy(versions[0], installed);
            running.main(main(0)).rules(rules(0)).start();
            SplittableRandom failing = random.split();
            running.parts.behaviours.put("changing", batch -> {
                if (failing.nextInt(20) == 0) {
                    throw DeliveryException.retryable("a hiccup before anything was taken");
                }
            });
            Object steady = running.dispatcher().inForce().sinks().get("steady");
            AtomicBoolean enough = new AtomicBoolean();
            Map<Integer, Long> sent = new ConcurrentHashMap<>();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(sender(running, i, enough, sent));
            }
            senders.forEach(Thread::start);
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int round = 0;
            while (round < RELOADS && System.nanoTime() < until) {
                round++;
                Path fresh = Files.copy(versions[round % 2], root.resolve("fresh.jar"));
                Files.move(fresh, installed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                running.main(main(round)).rules(rules(round));
                assertThat(running.reload().mistakes()).isEmpty();
                if (random.nextInt(3) == 0) {
                    long before = sum(sent);
                    await().until(() -> sum(sent) > before + 20 || !trouble.isEmpty());
                }
            }
            System.out.println("ReloadUnderLoadTest made " + round + " reloads with " + sum(sent) + " events");
            enough.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
            assertThat(trouble).isEmpty();
            assertThat(round).as("reloads in the time").isGreaterThan(20);
            assertThat(running.dispatcher().inForce().sinks().get("steady")).isSameAs(steady);
            assertThat(running.parts.probes("steady")).hasSize(1);
            assertThat(running.parts.probes("changing")).hasSize(round + 1);
            long total = sum(sent);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(List.of(
                                    running.parts.arrived("steady").size(),
                                    running.parts.arrived("changing").size(),
                                    compiled.size()))
                            .containsOnly((int) total));
            running.dispatcher().close();
            assertComplete(running.parts.arrived("steady"), sent);
            assertComplete(running.parts.arrived("changing"), sent);
            assertComplete(compiled, sent);
            assertOnceAndInOrder(running.parts.arrived("sometimes"), "sometimes");
            assertThat(running.parts.arrived("sometimes")).isNotEmpty();
            assertThat(running.dispatcher().ledger().difference()).isZero();
            running.dispatcher()
                    .ledger()
                    .sinks()
                    .forEach((name, counts) -> assertThat(List.of(
                                    counts.dead.sum(),
                                    counts.dropped.sum(),
                                    counts.balance().waiting(),
                                    counts.balance().inFlight()))
                            .as(name)
                            .containsOnly(0L));
            assertThat(running.dispatcher().ledger().sink("sometimes").balance().delivered())
                    .isEqualTo(running.parts.arrived("sometimes").size());
            assertThat(running.parts.sinks).allMatch(probe -> probe.closed);
        } finally {
            System.getProperties().remove("reload-under-load");
        }
    }

    private static long sum(Map<Integer, Long> sent) {
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Sends one list after the other; what is refused is sent again, as a good sender does. */
    private Thread sender(Running running, int number, AtomicBoolean enough, Map<Integer, Long> sent) {
        return new Thread(
                () -> {
                    long next = 0;
                    try {
                        while (!enough.get()) {
                            StringBuilder lines = new StringBuilder();
                            for (int i = 0; i < 3; i++) {
                                lines.append("{\"message\":\"m\",\"sender\":")
                                        .append(number)
                                        .append(",\"n\":")
                                        .append(next + i)
                                        .append("}\n");
                            }
                            int status = running.post("/in", lines.toString()).statusCode();
                            if (status == 202) {
                                next += 3;
                                sent.put(number, next);
                            } else if (status != 503) {
                                throw new AssertionError("status " + status);
                            }
                        }
                    } catch (Exception | AssertionError e) {
                        trouble.add(e);
                    }
                },
                "sender-" + number);
    }

    private static void assertComplete(List<Event> arrived, Map<Integer, Long> sent) {
        Map<Integer, Long> next = new HashMap<>();
        for (Event event : List.copyOf(arrived)) {
            int sender = ((Long) event.get("sender")).intValue();
            long expected = next.getOrDefault(sender, 0L);
            assertThat(event.get("n")).as("of sender " + sender).isEqualTo(expected);
            next.put(sender, expected + 1);
        }
        assertThat(next).isEqualTo(sent);
    }

    private static void assertOnceAndInOrder(List<Event> arrived, String sink) {
        Map<Object, AtomicLong> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Event event : List.copyOf(arrived)) {
            long n = (Long) event.get("n");
            assertThat(seen.add(event.get("sender") + "/" + n))
                    .as(sink + " has it once")
                    .isTrue();
            AtomicLong before = last.computeIfAbsent(event.get("sender"), unused -> new AtomicLong(-1));
            assertThat(n).as(sink + " has them in order").isGreaterThan(before.get());
            before.set(n);
        }
    }
}
