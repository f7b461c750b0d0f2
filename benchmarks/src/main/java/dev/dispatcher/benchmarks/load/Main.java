/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures the rows that it is told, prints every burst and then the goals; exits with 1 when a floor of a gate is missed. */
public final class Main {

    private Main() {}

    /** {@code --archive FOLDER --work FOLDER [--rows 1,2,3] [--rounds 3] [--seconds 3] [--outage 10] [--fault-rounds 1] [--gates 1,2,3]} */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = options(List.of(arguments));
        Path archive = Path.of(options.get("archive")).toAbsolutePath();
        Path work = Path.of(options.get("work")).toAbsolutePath();
        int rounds = Integer.parseInt(options.get("rounds"));
        Duration burst = Duration.ofMillis((long) (1000 * Double.parseDouble(options.get("seconds"))));
        Duration outage = Duration.ofSeconds(Long.parseLong(options.get("outage")));
        List<String> rows = List.of(String.valueOf(options.get("rows")).split(",", -1));
        List<String> gates = List.of(String.valueOf(options.get("gates")).split(",", -1));
        boolean failed;
        try (Bench bench = new Bench(archive, work, rounds, burst)) {
            System.out.println(Burst.header());
            Rows all = new Rows(bench);
            for (String row : rows) {
                switch (row) {
                    case "1" -> all.intake();
                    case "2" -> all.batches();
                    case "3" -> all.pipeline();
                    case "6" -> all.node();
                    case "7" -> all.batched();
                    case "10" -> new StartUp(bench).run();
                    case "11" ->
                        new Faults(bench, outage, Integer.parseInt(options.getOrDefault("fault-rounds", "1"))).run();
                    case "15" -> new RuleTimes(bench).run();
                    default -> throw new IllegalArgumentException("there is no row " + row);
                }
            }
            System.out.println();
            System.out.println(Goal.header());
            bench.goals().forEach(System.out::println);
            failed = bench.goals().stream()
                    .anyMatch(goal -> goal.failed() && gates.contains(Integer.toString(goal.row())));
        }
        System.exit(failed ? 1 : 0);
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "rows",
                "1,2,3,7,10,11,15",
                "rounds",
                "3",
                "seconds",
                "3",
                "outage",
                "10",
                "gates",
                "1,2,3,11,12,13,15"));
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i).substring(2), arguments.get(i + 1));
        }
        return options;
    }
}
