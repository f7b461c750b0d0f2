/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * What one system did under one load.
 *
 * @param delivered unique events that reached the sink until it was quiet
 * @param deliveredPerSecond those that reached it while the load was on
 * @param cpu seconds of CPU per 100,000 accepted events
 */
record Burst(
        String system,
        String scenario,
        double acceptedPerSecond,
        double deliveredPerSecond,
        long accepted,
        long refused,
        long delivered,
        long repeated,
        double cpu,
        long answerP50,
        long answerP99,
        long endToEndP50,
        long endToEndP99,
        long memory) {

    private static final Duration QUIET = Duration.ofMillis(250);
    private static final Duration DRAINING = Duration.ofSeconds(15);

    static Burst of(Running system, SinkServer sink, String scenario, Load load) throws IOException {
        sink.reset();
        system.forgetPeak();
        double before = system.cpu();
        Load.Outcome outcome = load.run(system.port());
        long inTime = sink.unique();
        awaitQuiet(sink);
        return new Burst(
                system.name(),
                scenario,
                outcome.perSecond(),
                inTime / outcome.seconds(),
                outcome.accepted(),
                outcome.refused(),
                sink.unique(),
                sink.a().repeated() + sink.b().repeated(),
                (system.cpu() - before) / Math.max(1, outcome.accepted()) * 100_000,
                outcome.answers().at(0.5),
                outcome.answers().at(0.99),
                sink.a().latency(0.5),
                sink.a().latency(0.99),
                system.peak());
    }

    /** The same burst with what the sink has got since. */
    Burst with(SinkServer sink) {
        return new Burst(
                system,
                scenario,
                acceptedPerSecond,
                deliveredPerSecond,
                accepted,
                refused,
                sink.unique(),
                sink.a().repeated() + sink.b().repeated(),
                cpu,
                answerP50,
                answerP99,
                sink.a().latency(0.5),
                sink.a().latency(0.99),
                memory);
    }

    static void awaitQuiet(SinkServer sink) {
        long end = System.nanoTime() + DRAINING.toNanos();
        long seen = -1;
        while (seen != sink.unique() && System.nanoTime() < end) {
            seen = sink.unique();
            Pause.of(QUIET);
        }
    }

    /** As a share of the accepted ones. */
    double lost() {
        return 1 - delivered / (double) Math.max(1, accepted);
    }

    double cpuPerDelivered() {
        return cpu * accepted / Math.max(1, delivered);
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-10s %-16s %10s %8s %10s %7s %8s %8s %8s %8s %8s %6s",
                "load",
                "system",
                "accepted/s",
                "refused",
                "deliv/s",
                "lost %",
                "CPU/100k",
                "http p50",
                "http p99",
                "e2e p50",
                "e2e p99",
                "MiB");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-10s %-16s %10.0f %8d %10.0f %7.1f %8.3f %8d %8d %8d %8d %6d",
                scenario,
                system,
                acceptedPerSecond,
                refused,
                deliveredPerSecond,
                delivered == 0 ? 100 : 100 * lost(),
                cpu,
                answerP50,
                answerP99,
                endToEndP50,
                endToEndP99,
                memory);
    }
}
