/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One number that a change must not make worse than its floor, and that had better reach its target. */
final class Goal {

    private final int row;
    private final String what;
    private final boolean more;
    private final double floor;
    private final double target;
    private final List<Double> rounds = new ArrayList<>();

    private Goal(int row, String what, boolean more, double floor, double target) {
        this.row = row;
        this.what = what;
        this.more = more;
        this.floor = floor;
        this.target = target;
    }

    static Goal atLeast(int row, String what, double floor, double target) {
        return new Goal(row, what, true, floor, target);
    }

    static Goal atMost(int row, String what, double floor, double target) {
        return new Goal(row, what, false, floor, target);
    }

    void round(double value) {
        rounds.add(value);
    }

    private double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private double best() {
        return rounds.stream()
                .reduce((one, other) -> met(one, other) ? one : other)
                .orElse(Double.NaN);
    }

    private boolean met(double value, double bound) {
        return more ? value >= bound : value <= bound;
    }

    int row() {
        return row;
    }

    boolean measured() {
        return !rounds.isEmpty();
    }

    /** Neither the median nor the best round reaches the floor: more than noise. */
    boolean failed() {
        return measured() && !met(median(), floor) && !met(best(), floor);
    }

    static String header() {
        return "| row | what | median | from – to | floor | target | |\n|---|---|---|---|---|---|---|";
    }

    @Override
    public String toString() {
        double least = rounds.stream().min(Double::compare).orElse(Double.NaN);
        double most = rounds.stream().max(Double::compare).orElse(Double.NaN);
        String verdict = met(median(), target)
                ? "target"
                : met(median(), floor) ? "floor" : failed() ? "**missed**" : "missed, but not in the best round";
        String sign = more ? "≥" : "≤";
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.3g | %.3g – %.3g | %s %.3g | %s %.3g | %s |",
                row,
                what,
                median(),
                least,
                most,
                sign,
                floor,
                sign,
                target,
                verdict);
    }
}
