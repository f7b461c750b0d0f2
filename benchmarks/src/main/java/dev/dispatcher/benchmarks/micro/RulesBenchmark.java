/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.micro;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Ruleset;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesBenchmark {

    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");

    @Param({"10", "100", "1000", "10000"})
    public int rules;

    private Ruleset ruleset = RuleWork.rules(1);
    private List<Event> events = List.of();
    private int next;

    @Setup
    public void prepare() {
        ruleset = RuleWork.rules(rules);
        events = RuleWork.events(rules);
    }

    @Benchmark
    public Decision index() {
        return ruleset.decide(events.get(next++ & 255), NOW);
    }

    @Benchmark
    public Decision linear() {
        return ruleset.decideLinearly(events.get(next++ & 255));
    }
}
