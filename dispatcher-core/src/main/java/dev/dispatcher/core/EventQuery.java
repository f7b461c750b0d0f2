/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.core.ApiAnswers.Wrong;
import dev.dispatcher.core.ApiRoute.Parameter;
import dev.dispatcher.core.config.Durations;
import dev.dispatcher.core.history.Place;
import dev.dispatcher.core.history.Query;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which events somebody asks for. */
final class EventQuery {

    static final List<Parameter> PARAMETERS = List.of(
            new Parameter("kind", "string", "Only those of this kind."),
            new Parameter("severity", "string", "Only those of this severity, as the sender wrote it."),
            new Parameter("source", "string", "Only those from this source."),
            new Parameter("portal", "string", "Only those that came through this portal."),
            new Parameter("sink", "string", "Only those that were sent to this sink."),
            new Parameter("status", "string", "Only: new, running, finished, error, failed, ignored."),
            new Parameter(
                    "q",
                    "string",
                    "Only those whose JSON contains this text, whatever its case; looked for in the newest 10000 of the"
                            + " store that the other parameters leave."),
            new Parameter("since", "string", "Not before: a time such as 2026-02-01T12:00:00Z, or an age such as 24h."),
            new Parameter("until", "string", "Before: a time or an age."),
            new Parameter("after", "string", "The next page: what the answer before had as 'next'."));

    private final Clock clock;

    EventQuery(Clock clock) {
        this.clock = clock;
    }

    Query of(Request request) throws Wrong {
        return new Query(
                request.query("kind"),
                request.query("severity"),
                request.query("source"),
                status(request.query("status")),
                request.query("portal"),
                request.query("sink"),
                text(request.query("q")),
                time(clock, "since", request.query("since")),
                time(clock, "until", request.query("until")),
                place(request.query("after")));
    }

    private static @Nullable String text(@Nullable String text) throws Wrong {
        if (text != null && (text.isEmpty() || text.length() > 200)) {
            throw new Wrong("q should be a text of 1 to 200 characters");
        }
        return text;
    }

    private static @Nullable String status(@Nullable String text) throws Wrong {
        if (text != null
                && Arrays.stream(Status.values())
                        .noneMatch(status -> status.word().equals(text))) {
            throw new Wrong("status should be new, running, finished, error, failed or ignored");
        }
        return text;
    }

    static @Nullable Instant time(Clock clock, String name, @Nullable String text) throws Wrong {
        if (text == null) {
            return null;
        }
        try {
            return clock.instant().minus(Durations.parse(text));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException again) {
                throw new Wrong(name + " should be a time such as 2026-02-01T12:00:00Z, or an age such as 24h, not '"
                        + text + "'");
            }
        }
    }

    private static @Nullable Place place(@Nullable String text) throws Wrong {
        try {
            return text == null ? null : Place.read(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong(String.valueOf(e.getMessage()));
        }
    }
}
