/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import dev.dispatcher.benchmarks.load.SinkServer.Mood;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Sinks that are down, slow or limiting while 2000 events arrive per second, in a small heap: rows 11 to 14. Each fault is
 * compared with the same load without one, in the same process.
 */
final class Faults {

    private static final int RATE = 2000;
    private static final int QUEUE = 10_000;
    private static final int BATCH = 500;

    /** Of ten events eight go to a. */
    private static final double SHARE_OF_A = 0.8;

    private static final Duration CALM = Duration.ofSeconds(2);

    private final Bench bench;
    private final Duration outage;
    private final int rounds;

    Faults(Bench bench, Duration outage, int rounds) {
        this.bench = bench;
        this.outage = outage;
        this.rounds = rounds;
    }

    void run() throws IOException {
        Goal accepted = bench.add(Goal.atLeast(11, "a is down: share accepted", 1, 1));
        Goal lost = bench.add(Goal.atMost(11, "a is down: lost ÷ (outage − queue + one batch)", 1, 1));
        Goal answers = bench.add(Goal.atMost(11, "a is down: p99 of the answers ÷ no fault", 3, 1.5));
        Goal down = bench.add(Goal.atMost(12, "a is down, 64 MiB heap: more memory (MiB)", 24, 16));
        Goal slow = bench.add(Goal.atMost(12, "a is slow, 64 MiB heap: more memory (MiB)", 24, 16));
        Goal slowLost = bench.add(Goal.atMost(13, "a answers after 1 s: share lost", 0.05, 0.03));
        Goal other = bench.add(Goal.atMost(14, "a is down: p99 at b ÷ no fault", 2, 1.2));
        for (int i = 0; i < rounds; i++) {
            try (Running system = bench.systems.patient("ours-small", BATCH, "-Xmx64m")) {
                Load.at(RATE, CALM).run(system.port());
                Load.single(CALM).run(system.port());
                Burst.awaitQuiet(bench.sink);
                Outcome calm = outcome(system, "no fault", Mood.UP);
                Outcome dead = outcome(system, "a down", Mood.DOWN);
                Outcome late = outcome(system, "a slow", Mood.SLOW);
                outcome(system, "a limited", Mood.LIMITED);
                accepted.round(dead.burst.accepted() / (double) dead.sent);
                double outageEvents = RATE * SHARE_OF_A * outage.toSeconds();
                lost.round(dead.lost() / (Math.max(0, outageEvents - QUEUE) + BATCH));
                answers.round(ratio(dead.burst.answerP99(), calm.burst.answerP99()));
                down.round((double) dead.burst.memory() - calm.burst.memory());
                slow.round((double) late.burst.memory() - calm.burst.memory());
                slowLost.round(late.lost() / (double) late.sent);
                other.round(ratio(dead.p99OfB, calm.p99OfB));
                if (!system.alive()) {
                    throw new IllegalStateException("the dispatcher did not survive: " + system.log());
                }
            }
        }
    }

    private static double ratio(long one, long other) {
        return one / (double) Math.max(1, other);
    }

    private record Outcome(Burst burst, long sent, long p99OfB) {
        long lost() {
            return burst.accepted() - burst.delivered();
        }
    }

    /** The fault lasts for the first part of the load; then the sink is well again. */
    private Outcome outcome(Running system, String name, Mood mood) throws IOException {
        bench.sink.mood(mood, Mood.UP);
        Thread healing = new Thread(() -> {
            Pause.of(outage);
            bench.sink.mood(Mood.UP, Mood.UP);
        });
        healing.start();
        Burst burst = bench.measure(system, name, Load.at(RATE, outage.plus(CALM)));
        awaitSettled(system, burst);
        Burst settled = burst.with(bench.sink);
        System.out.printf(
                Locale.ROOT,
                "%-10s %-16s lost %d of %d, p99 at b %d us%n",
                name,
                system.name(),
                settled.accepted() - settled.delivered(),
                settled.accepted(),
                bench.sink.b().latency(0.99));
        return new Outcome(
                settled, burst.accepted() + burst.refused(), bench.sink.b().latency(0.99));
    }

    /** A sink that was down is tried again after a pause that grows with the outage. */
    private void awaitSettled(Running system, Burst burst) {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        long most = burst.accepted();
        long seen = -1;
        long since = System.nanoTime();
        while (system.alive() && System.nanoTime() < end && bench.sink.unique() < most) {
            if (seen != bench.sink.unique()) {
                seen = bench.sink.unique();
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > Duration.ofSeconds(12).toNanos()) {
                return;
            }
            Pause.of(Duration.ofMillis(100));
        }
    }
}
