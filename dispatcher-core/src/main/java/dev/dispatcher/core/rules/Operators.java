/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Severity;
import dev.dispatcher.core.config.Cidr;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operators by their names. */
final class Operators {

    /** In the order of the documentation. */
    static final List<String> NAMES = List.of(
            "not",
            "prefix",
            "suffix",
            "contains",
            "glob",
            "regex",
            "gt",
            "gte",
            "lt",
            "lte",
            "at-least",
            "at-most",
            "exists",
            "cidr");

    static final List<String> SEVERITIES = List.of("debug", "info", "notice", "warning", "error", "critical");

    private static final int LONGEST = 4096;

    private Operators() {}

    /**
     * @throws IllegalArgumentException when the argument does not suit the operator: what was expected
     */
    static Matcher of(String name, @Nullable Object argument) {
        return switch (name) {
            case "prefix" -> text(name, argument, 1, wanted -> met -> met.startsWith(wanted));
            case "suffix" -> text(name, argument, 1, wanted -> met -> met.endsWith(wanted));
            case "contains" -> text(name, argument, 2, wanted -> met -> met.contains(wanted));
            case "glob" -> text(name, argument, 3, Glob::new);
            case "regex" -> text(name, argument, 100, Regex::of);
            case "cidr" -> text(name, argument, 3, Cidr::new);
            case "gt" -> number(name, argument, order -> order > 0);
            case "gte" -> number(name, argument, order -> order >= 0);
            case "lt" -> number(name, argument, order -> order < 0);
            case "lte" -> number(name, argument, order -> order <= 0);
            case "at-least" -> severity(name, argument, order -> order >= 0);
            case "at-most" -> severity(name, argument, order -> order <= 0);
            default -> throw new IllegalArgumentException("no such operator");
        };
    }

    private static Matcher text(
            String name,
            @Nullable Object argument,
            int cost,
            java.util.function.Function<String, Predicate<String>> operator) {
        if (argument == null || argument.toString().isEmpty()) {
            throw new IllegalArgumentException("expected a text");
        }
        String wanted = argument.toString();
        if (wanted.length() > LONGEST) {
            throw new IllegalArgumentException("expected a text of at most " + LONGEST + " characters");
        }
        Predicate<String> test = operator.apply(wanted);
        return new Matcher.Operator(name, wanted, cost, met -> test.test(met.toString()));
    }

    private static Matcher number(String name, @Nullable Object argument, IntPredicate order) {
        Number wanted = Numbers.of(argument);
        if (wanted == null) {
            throw new IllegalArgumentException("expected a number");
        }
        return new Matcher.Operator(name, wanted, 1, met -> {
            Number number = Numbers.of(met);
            return number != null && order.test(Numbers.compare(number, wanted));
        });
    }

    private static Matcher severity(String name, @Nullable Object argument, IntPredicate order) {
        Severity wanted = argument instanceof String word ? Severity.of(word).orElse(null) : null;
        if (wanted == null) {
            throw new IllegalArgumentException("expected one of " + SEVERITIES);
        }
        return new Matcher.Operator(
                name,
                wanted.name().toLowerCase(Locale.ROOT),
                2,
                met -> met instanceof String word
                        && Severity.of(word)
                                .filter(severity -> order.test(severity.compareTo(wanted)))
                                .isPresent());
    }
}
