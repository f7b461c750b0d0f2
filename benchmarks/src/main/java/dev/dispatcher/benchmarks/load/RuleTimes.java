/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.dispatcher.api.Event;
import dev.dispatcher.benchmarks.micro.RuleWork;
import dev.dispatcher.core.rules.Ruleset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** What a decision costs with few and many rules: row 15. */
final class RuleTimes {

    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");

    private final Bench bench;
    private long consumed;

    RuleTimes(Bench bench) {
        this.bench = bench;
    }

    void run() {
        Goal few = bench.add(Goal.atMost(15, "10 rules: index ÷ linear", 1.2, 1));
        Goal many = bench.add(Goal.atMost(15, "1000 rules: index ÷ linear", 0.1, 0.02));
        Goal most = bench.add(Goal.atMost(15, "10000 rules: index ÷ parsing the event to a map", 5, 0.5));
        Times ten = new Times(10);
        Times thousand = new Times(1000);
        Times tenThousand = new Times(10_000);
        ObjectReader reader = new ObjectMapper().readerFor(LinkedHashMap.class);
        byte[] body = Work.body(1);
        for (int i = 0; i < bench.rounds; i++) {
            few.round(ten.index() / ten.linear());
            many.round(thousand.index() / thousand.linear());
            double parse = time("parse", unused -> parse(reader, body));
            most.round(tenThousand.index() / parse);
        }
        if (consumed == 0) {
            throw new IllegalStateException("no rule matched");
        }
    }

    private static int parse(ObjectReader reader, byte[] body) {
        try {
            LinkedHashMap<?, ?> map = reader.readValue(body);
            return map.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nanoseconds per call: the least of five, after a warm-up. */
    private double time(String what, IntUnaryOperator call) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            long start = System.nanoTime();
            long end = start + 150_000_000;
            long calls = 0;
            while (System.nanoTime() < end) {
                for (int j = 0; j < 64; j++) {
                    consumed += call.applyAsInt((int) calls++);
                }
            }
            double each = (System.nanoTime() - start) / (double) calls;
            least = i < 2 ? least : Math.min(least, each);
        }
        System.out.printf(Locale.ROOT, "%-10s %-24s %.0f ns%n", "rules", what, least);
        return least;
    }

    private final class Times {
        private final int count;
        private final Ruleset rules;
        private final List<Event> events;

        Times(int count) {
            this.count = count;
            rules = RuleWork.rules(count);
            events = RuleWork.events(count);
        }

        double index() {
            return time(
                    count + " index",
                    i -> rules.decide(events.get(i & 255), NOW).targets().size());
        }

        double linear() {
            return time(
                    count + " linear",
                    i -> rules.decideLinearly(events.get(i & 255)).targets().size());
        }
    }
}
