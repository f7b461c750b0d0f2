/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the scenarios share: the sink, the systems that run, and how long a burst lasts. */
final class Bench implements AutoCloseable {

    /** How a system is started. */
    interface Start {
        Running start() throws IOException;
    }

    private static final Duration WARMING = Duration.ofSeconds(2);
    private static final int MOST_WARMING = 10;
    private static final double SETTLED = 0.95;

    final SinkServer sink = new SinkServer();
    final Systems systems;
    final int rounds;
    final Duration burst;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final List<Goal> goals = new ArrayList<>();

    Bench(Path archive, Path folder, int rounds, Duration burst) throws IOException {
        this.systems = new Systems(archive, folder, sink.port());
        this.rounds = rounds;
        this.burst = burst;
    }

    /** The system of that name, started and warm. */
    Running warm(String name, Start start) throws IOException {
        Running known = running.get(name);
        if (known != null) {
            return known;
        }
        Running started = start.start();
        running.put(name, started);
        // compilers take their time, the more so where other programs want the processors too
        double best = Double.MAX_VALUE;
        int idle = 0;
        for (int i = 0; i < MOST_WARMING && idle < 2; i++) {
            double cpu =
                    Burst.of(started, sink, "warming", Load.single(WARMING)).cpu();
            idle = cpu > best * SETTLED ? idle + 1 : 0;
            best = Math.min(best, cpu);
        }
        Load.at(1000, Duration.ofSeconds(1)).run(started.port());
        Load.batches(burst.dividedBy(2)).run(started.port());
        Burst.awaitQuiet(sink);
        return started;
    }

    Burst measure(Running system, String scenario, Load load) throws IOException {
        Burst burstOfIt = Burst.of(system, sink, scenario, load);
        System.out.println(burstOfIt);
        return burstOfIt;
    }

    Goal add(Goal goal) {
        goals.add(goal);
        return goal;
    }

    List<Goal> goals() {
        return goals.stream().filter(Goal::measured).toList();
    }

    @Override
    public void close() throws IOException {
        running.values().forEach(Running::close);
        sink.close();
    }
}
