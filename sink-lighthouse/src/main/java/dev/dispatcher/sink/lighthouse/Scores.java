/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.Severity;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Limits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param points by category, from 0 to 100; a category that could not be measured is missing
 */
record Scores(Map<String, Long> points) {

    static final List<String> CATEGORIES = List.of("accessibility", "performance", "best-practices", "seo");
    private static final String TOTAL = "total";
    static final String NAMES = String.join(", ", CATEGORIES) + ", " + TOTAL;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static boolean known(String category) {
        return CATEGORIES.contains(category) || category.equals(TOTAL);
    }

    /** Reads Lighthouse's JSON; empty when it has no categories. */
    static Optional<Scores> of(@Nullable Object report) {
        if (!(report instanceof Map<?, ?> map) || !(map.get("categories") instanceof Map<?, ?> categories)) {
            return Optional.empty();
        }
        Map<String, Long> points = new LinkedHashMap<>();
        for (String category : CATEGORIES) {
            if (categories.get(category) instanceof Map<?, ?> found && found.get("score") instanceof Number score) {
                points.put(category, points(score));
            }
        }
        return Optional.of(new Scores(points));
    }

    private static long points(Number score) {
        return new BigDecimal(score.toString())
                .multiply(HUNDRED)
                .setScale(0, RoundingMode.HALF_UP)
                .max(BigDecimal.ZERO)
                .min(HUNDRED)
                .longValueExact();
    }

    /** What Lighthouse says that kept it from measuring at all, such as a page that does not load. */
    static Optional<String> trouble(@Nullable Object report) {
        return report instanceof Map<?, ?> map
                        && map.get("runtimeError") instanceof Map<?, ?> error
                        && error.get("code") != null
                        && !"NO_ERROR".equals(error.get("code"))
                ? Optional.of(error.get("code") + " " + (error.get("message") == null ? "" : error.get("message")))
                : Optional.empty();
    }

    boolean whole() {
        return points.size() == CATEGORIES.size();
    }

    /** From 0 to 4; empty unless everything was measured. */
    Optional<BigDecimal> total() {
        return whole()
                ? Optional.of(BigDecimal.valueOf(
                        points.values().stream().mapToLong(Long::longValue).sum(), 2))
                : Optional.empty();
    }

    /** The worst that any threshold says; a warning when not everything could be measured. */
    Severity severity(Map<String, Limits> thresholds) {
        Severity worst = whole() ? Severity.INFO : Severity.WARNING;
        for (Map.Entry<String, Limits> threshold : thresholds.entrySet()) {
            Optional<Double> value = threshold.getKey().equals(TOTAL)
                    ? total().map(BigDecimal::doubleValue)
                    : Optional.ofNullable(points.get(threshold.getKey())).map(Long::doubleValue);
            if (value.isPresent()) {
                Severity now = judged(value.get(), threshold.getValue());
                worst = now.compareTo(worst) > 0 ? now : worst;
            }
        }
        return worst;
    }

    private static Severity judged(double value, Limits limits) {
        if (limits.critical().isPresent() && value < limits.critical().get()) {
            return Severity.CRITICAL;
        }
        if (limits.error().isPresent() && value < limits.error().get()) {
            return Severity.ERROR;
        }
        return limits.warning().isPresent() && value < limits.warning().get() ? Severity.WARNING : Severity.INFO;
    }

    /** As fields of an event. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        points.forEach((category, value) -> fields.put(category.replace('-', '_'), value));
        total().ifPresent(total -> fields.put(TOTAL, total));
        return fields;
    }

    /** As a sentence's end. */
    String text() {
        String each = CATEGORIES.stream()
                .map(category -> category.replace('-', ' ') + " "
                        + (points.containsKey(category) ? points.get(category) : "not measured"))
                .collect(Collectors.joining(", "));
        return each
                + total().map(total -> String.format(Locale.ROOT, ", total %s of 4", total.toPlainString()))
                        .orElse("");
    }
}
