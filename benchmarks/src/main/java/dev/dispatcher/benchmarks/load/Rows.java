/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;

/** The comparisons with servers that do next to nothing: rows 1 to 3, and batched delivery against single. */
final class Rows {

    private final Bench bench;

    Rows(Bench bench) {
        this.bench = bench;
    }

    /** Row 1: what a request costs that leads to nothing. */
    void intake() throws IOException {
        Running ours = bench.warm("ours-intake", bench.systems::intake);
        Running parse = bench.warm(Systems.PARSE, () -> bench.systems.anchor(Systems.PARSE));
        Running bare = bench.warm(Systems.BARE, () -> bench.systems.anchor(Systems.BARE));
        Goal speed = bench.add(Goal.atLeast(1, "intake only: accepted/s ÷ L-parse", 0.9, 1.0));
        Goal cpu = bench.add(Goal.atMost(1, "intake only: CPU ÷ L-parse", 1.15, 1.0));
        for (int i = 0; i < bench.rounds; i++) {
            Burst us = bench.measure(ours, "single", Load.single(bench.burst));
            Burst them = bench.measure(parse, "single", Load.single(bench.burst));
            bench.measure(bare, "single", Load.single(bench.burst));
            speed.round(us.acceptedPerSecond() / them.acceptedPerSecond());
            cpu.round(us.cpu() / them.cpu());
        }
    }

    /** Row 2: the same with 100 events per request. */
    void batches() throws IOException {
        Running ours = bench.warm("ours-intake", bench.systems::intake);
        Running parse = bench.warm(Systems.PARSE, () -> bench.systems.anchor(Systems.PARSE));
        Goal cpu = bench.add(Goal.atMost(2, "intake only, 100 per request: CPU ÷ L-parse", 0.75, 0.5));
        for (int i = 0; i < bench.rounds; i++) {
            Burst us = bench.measure(ours, "batches", Load.batches(bench.burst));
            Burst them = bench.measure(parse, "batches", Load.batches(bench.burst));
            cpu.round(us.cpu() / them.cpu());
        }
    }

    /** Row 3: the whole way, one POST per event. */
    void pipeline() throws IOException {
        Running ours = bench.warm("ours", bench.systems::single);
        Running parse = bench.warm(Systems.PARSE, () -> bench.systems.anchor(Systems.PARSE));
        Goal speed = bench.add(Goal.atLeast(3, "whole way: accepted/s ÷ L-parse", 0.5, 0.65));
        Goal cpu = bench.add(Goal.atMost(3, "whole way at 1000/s: CPU ÷ L-parse", 5, 3.5));
        for (int i = 0; i < bench.rounds; i++) {
            Burst us = bench.measure(ours, "single", Load.single(bench.burst));
            Burst them = bench.measure(parse, "single", Load.single(bench.burst));
            speed.round(us.acceptedPerSecond() / them.acceptedPerSecond());
            Burst usSlow = bench.measure(ours, "1000/s", Load.at(1000, bench.burst));
            Burst themSlow = bench.measure(parse, "1000/s", Load.at(1000, bench.burst));
            cpu.round(usSlow.cpu() / themSlow.cpu());
        }
    }

    /** A part of row 7: what batches gain. */
    void batched() throws IOException {
        Running single = bench.warm("ours", bench.systems::single);
        Running batched = bench.warm("ours-batch100", () -> bench.systems.batched("ours-batch100", 100, "-Xmx512m"));
        Goal gain = bench.add(Goal.atLeast(7, "delivered/s in batches ÷ one by one", 1.2, 1.4));
        for (int i = 0; i < bench.rounds; i++) {
            Burst one = bench.measure(single, "single", Load.single(bench.burst));
            Burst many = bench.measure(batched, "single", Load.single(bench.burst));
            gain.round(many.deliveredPerSecond() / one.deliveredPerSecond());
        }
    }

    /** Row 6, and a part of row 9: a Node program that does the same. */
    void node() throws IOException {
        Running ours = bench.warm("ours", bench.systems::single);
        Running node = bench.warm("fastify", bench.systems::node);
        Goal delivered = bench.add(Goal.atLeast(6, "delivered/s ÷ fastify", 2, 4));
        Goal full = bench.add(Goal.atMost(6, "CPU per delivered ÷ fastify, all it takes", 0.4, 0.25));
        Goal slow = bench.add(Goal.atMost(6, "CPU at 1000/s ÷ fastify", 0.9, 0.65));
        Goal half = bench.add(Goal.atMost(9, "p50 end to end at 1000/s ÷ fastify", 1.2, 0.95));
        Goal most = bench.add(Goal.atMost(9, "p99 end to end at 1000/s ÷ fastify", 1.5, 1));
        for (int i = 0; i < bench.rounds; i++) {
            Burst us = bench.measure(ours, "single", Load.single(bench.burst));
            Burst them = bench.measure(node, "single", Load.single(bench.burst));
            delivered.round(us.deliveredPerSecond() / them.deliveredPerSecond());
            full.round(us.cpuPerDelivered() / them.cpuPerDelivered());
            Burst usSlow = bench.measure(ours, "1000/s", Load.at(1000, bench.burst));
            Burst themSlow = bench.measure(node, "1000/s", Load.at(1000, bench.burst));
            slow.round(usSlow.cpu() / themSlow.cpu());
            half.round(usSlow.endToEndP50() / (double) themSlow.endToEndP50());
            most.round(usSlow.endToEndP99() / (double) themSlow.endToEndP99());
        }
    }
}
