/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.Target;
import dev.dispatcher.core.rules.Explanation.Asked;
import dev.dispatcher.core.rules.Explanation.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as text and as plain values. */
final class ExplanationForms {

    private ExplanationForms() {}

    static String text(Explanation explanation) {
        StringBuilder out = new StringBuilder();
        out.append("event ").append(Shown.plain(explanation.event().id()));
        out.append(" of kind ").append(Shown.plain(explanation.event().kind())).append("\n\n");
        int width = explanation.rules().stream()
                .mapToInt(asked -> Math.min(40, asked.rule().length()))
                .max()
                .orElse(0);
        for (Asked asked : explanation.rules()) {
            String mark = switch (asked.outcome()) {
                case MATCHED -> "+";
                case SHADOW -> "~";
                default -> "-";
            };
            out.append("  ").append(mark).append(' ');
            out.append(padded(Shown.plain(asked.rule()), width)).append("  ").append(reason(explanation, asked));
            out.append('\n');
            for (Change change : asked.changes()) {
                out.append("      ").append(Shown.plain(change.field())).append(": ");
                out.append(change.before()).append(" → ").append(change.after()).append('\n');
            }
        }
        return out.append('\n').append(result(explanation)).toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String reason(Explanation explanation, Asked asked) {
        String to = asked.sinks().isEmpty() ? "to nobody" : "to " + String.join(", ", asked.sinks());
        return switch (asked.outcome()) {
            case MATCHED ->
                "matched, " + to + (asked.rule().equals(explanation.stoppedBy()) ? ", and stopped here" : "");
            case SHADOW -> "matched in shadow: would go " + to + ", sends nothing";
            case DISABLED -> "is disabled";
            case NOT_REACHED ->
                "was not asked: '" + Shown.plain(String.valueOf(explanation.stoppedBy())) + "' stopped the event";
            case FAILED -> failed(asked);
        };
    }

    private static String failed(Asked asked) {
        Explanation.Failure failure = asked.failed();
        return failure == null
                ? "does not match"
                : Shown.plain(failure.path()) + ": expected " + failure.expected() + ", met " + failure.met();
    }

    private static String result(Explanation explanation) {
        Decision decision = explanation.decision();
        StringBuilder out = new StringBuilder();
        for (Target target : decision.targets()) {
            out.append("→ ")
                    .append(target.sink())
                    .append("  (")
                    .append(Shown.plain(target.rule()))
                    .append(")\n");
        }
        for (Merged merged : decision.merged()) {
            out.append("= ").append(merged.sink()).append("  (").append(Shown.plain(merged.rule()));
            out.append(": the same as from ").append(Shown.plain(merged.into())).append(")\n");
        }
        for (Target target : decision.withheld()) {
            out.append("x ").append(target.sink()).append("  (").append(Shown.plain(target.rule()));
            out.append(": the sink is disabled)\n");
        }
        return out.isEmpty() ? "ignored: no sink gets it\n" : out.toString();
    }

    static Map<String, @Nullable Object> map(Explanation explanation) {
        Decision decision = explanation.decision();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", explanation.event().id());
        map.put("kind", explanation.event().kind());
        map.put("at", explanation.at().toString());
        map.put(
                "rules",
                explanation.rules().stream().map(ExplanationForms::asked).toList());
        map.put("stopped-by", explanation.stoppedBy());
        map.put("otherwise", decision.otherwise());
        map.put(
                "targets",
                decision.targets().stream().map(target -> target(target)).toList());
        List<Map<String, String>> merged = new ArrayList<>();
        decision.merged()
                .forEach(copy -> merged.add(Map.of("sink", copy.sink(), "rule", copy.rule(), "into", copy.into())));
        map.put("merged", merged);
        map.put(
                "withheld",
                decision.withheld().stream().map(target -> target(target)).toList());
        map.put("ignored", decision.ignored());
        return map;
    }

    private static Map<String, @Nullable Object> target(Target target) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("sink", target.sink());
        map.put("rule", target.rule());
        map.put("event", new LinkedHashMap<>(target.event().fields()));
        return map;
    }

    private static Map<String, @Nullable Object> asked(Asked asked) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("rule", asked.rule());
        map.put("index", asked.index());
        map.put("where", asked.where().toString());
        map.put("outcome", asked.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        map.put("skipped", asked.skipped());
        Explanation.Failure failure = asked.failed();
        if (failure != null) {
            map.put("failed", Map.of("path", failure.path(), "expected", failure.expected(), "met", failure.met()));
        }
        map.put(
                "changes",
                asked.changes().stream()
                        .map(change ->
                                Map.of("field", change.field(), "before", change.before(), "after", change.after()))
                        .toList());
        map.put("sinks", asked.sinks());
        return map;
    }
}
