/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an event goes where it goes. Immutable. {@link #toString} is for people.
 *
 * @param stoppedBy the name of the rule after which no other was asked; null when none
 */
public record Explanation(
        Event event,
        Instant at,
        List<Asked> rules,
        Decision decision,
        @Nullable String stoppedBy) {

    /** What became of a rule. */
    public enum Outcome {
        /** Its conditions are met. */
        MATCHED,
        /** Its conditions are met, but it sends and stops nothing. */
        SHADOW,
        /** A condition is not met. */
        FAILED,
        /** It says {@code enabled: false}. */
        DISABLED,
        /** An earlier rule stopped the event. */
        NOT_REACHED
    }

    /**
     * One rule.
     *
     * @param skipped true when the index knew without asking that it cannot match
     * @param failed the first condition that is not met
     * @param changes what it did to its copy
     * @param sinks where its copy goes or, in shadow, would go
     */
    public record Asked(
            int index,
            String rule,
            Position where,
            Outcome outcome,
            boolean skipped,
            @Nullable Failure failed,
            List<Change> changes,
            List<String> sinks) {}

    /**
     * The first condition that failed.
     *
     * @param path below {@code when}, for example {@code lag} or {@code any[1].cluster}
     * @param expected the operator and its argument
     * @param met the value, shortened, or {@code missing}
     */
    public record Failure(String path, String expected, String met) {}

    /** One field; {@code missing} where it is not there. */
    public record Change(String field, String before, String after) {}

    /** Plain values, for JSON. */
    public Map<String, @Nullable Object> toMap() {
        return ExplanationForms.map(this);
    }

    @Override
    public String toString() {
        return ExplanationForms.text(this);
    }
}
