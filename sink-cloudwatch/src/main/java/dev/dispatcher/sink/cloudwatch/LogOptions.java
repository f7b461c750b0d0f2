/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Template;
import java.util.Optional;
import java.util.Set;

/** Log events instead of metrics. */
public record LogOptions(
        @Option("The log group.") Template group,

        @Option(value = "The log stream; what its name cannot hold becomes an underscore.", fallback = "dispatcher")
        Template stream,

        @Option("The text of a log event; the event as JSON when not given.")
        Optional<Template> text,

        @Option(value = "Whether a group or stream that is not there is created.", fallback = "false")
        boolean create,

        @Option(
                "After how many days a group created here forgets, of those that CloudWatch offers; never when not given.")
        Optional<Integer> retentionDays,

        @Option(
                value =
                        "The most bytes of one text; an event with more becomes a dead letter. Up to 1048550, which is what"
                                + " CloudWatch takes.",
                fallback = "262118")
        int textLimit) {

    private static final Set<Integer> DAYS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    public LogOptions {
        if (group.constant()) {
            Names.logGroup(group.source());
        }
        if (stream.constant() && stream.source().isBlank()) {
            throw new IllegalArgumentException("stream must not be empty");
        }
        if (retentionDays.isPresent() && !DAYS.contains(retentionDays.get())) {
            throw new IllegalArgumentException("retention-days should be one of "
                    + DAYS.stream().sorted().toList() + ", not " + retentionDays.get());
        }
        if (retentionDays.isPresent() && !create) {
            throw new IllegalArgumentException("retention-days is for groups that are created: say create: true");
        }
        if (textLimit < 1 || textLimit > LogBatches.MOST_BYTES - LogBatches.BYTES_EACH) {
            throw new IllegalArgumentException("text-limit must be 1 to 1048550, not " + textLimit);
        }
    }
}
