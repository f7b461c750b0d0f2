/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** From the start of the process to its first accepted event, and the memory then: row 10 as far as it needs no peer. */
final class StartUp {

    private final Bench bench;

    StartUp(Bench bench) {
        this.bench = bench;
    }

    void run() throws IOException {
        Goal memory = bench.add(Goal.atMost(10, "memory after start ÷ L-parse", 1.25, 1.1));
        for (int i = 0; i < bench.rounds; i++) {
            long us = measure(bench.systems::single);
            long them = measure(() -> bench.systems.anchor(Systems.PARSE));
            memory.round(us / (double) them);
        }
    }

    private static long measure(Bench.Start start) throws IOException {
        long before = System.nanoTime();
        try (Running system = start.start()) {
            Load one = new Load(1, 1, 100, Duration.ofMillis(10));
            // a dispatcher listens a moment before its configuration is in place
            while (one.run(system.port()).accepted() == 0) {
                Pause.of(Duration.ofMillis(5));
            }
            double millis = (System.nanoTime() - before) / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %-16s first event after %.0f ms, CPU %.2f s, %d MiB%n",
                    "start",
                    system.name(),
                    millis,
                    system.cpu(),
                    system.memory());
            return system.memory();
        }
    }
}
