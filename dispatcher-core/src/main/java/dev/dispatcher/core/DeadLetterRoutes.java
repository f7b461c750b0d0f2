/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.checked;
import static dev.dispatcher.core.ApiAnswers.error;
import static dev.dispatcher.core.ApiAnswers.is;
import static dev.dispatcher.core.ApiAnswers.json;
import static dev.dispatcher.core.ApiAnswers.number;

import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.ApiAnswers.Wrong;
import dev.dispatcher.core.ApiRoute.Parameter;
import dev.dispatcher.core.delivery.DeadLetter;
import dev.dispatcher.core.delivery.DeadLetterJson;
import dev.dispatcher.core.delivery.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was given up: to look at, to try again, to throw away. */
final class DeadLetterRoutes {

    private static final int MOST = 1000;
    private static final int USUAL = 100;
    private static final String PATH = "/api/dead-letters";

    private static final Parameter SINK = new Parameter("sink", "string", "Only those of this sink.");

    private final DeadLetters letters;
    private final Redrive redrive;

    DeadLetterRoutes(DeadLetters letters, Redrive redrive) {
        this.letters = letters;
        this.redrive = redrive;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.slow("GET", PATH, Access.READ, "What was given up, newest first.", checked(this::list))
                        .asking(
                                SINK,
                                new Parameter("rule", "string", "Only those that this rule sent."),
                                new Parameter("reason", "string", "Only those given up for this reason."),
                                new Parameter("id", "string", "Only the event with this id."),
                                new Parameter("limit", "integer", "How many at most: 1 to 1000, 100 by default."))
                        .orElse(400),
                ApiRoute.slow(
                                "POST",
                                PATH + "/redrive",
                                Access.ADMIN,
                                "Hands dead letters to their sinks again, oldest first; answers when it is done.",
                                checked(this::again))
                        .asking(
                                SINK,
                                new Parameter("limit", "integer", "How many at most: 1 to 10000, 100 by default."),
                                new Parameter("rate", "integer", "How many a second: 1 to 10000, 100 by default."))
                        .orElse(400, 409),
                ApiRoute.slow("DELETE", PATH, Access.ADMIN, "Throws dead letters away for good.", this::purge)
                        .asking(new Parameter("sink", "string", "Those of this sink; * for those of all sinks."))
                        .orElse(400));
    }

    private Response list(Request request) throws Wrong {
        String rule = request.query("rule");
        String reason = request.query("reason");
        String id = request.query("id");
        int limit = number(request, "limit", USUAL, MOST);
        List<Object> found = new ArrayList<>();
        for (DeadLetter letter : letters.list(request.query("sink"), Integer.MAX_VALUE)) {
            if (found.size() < limit
                    && is(rule, letter.rule())
                    && is(id, letter.event().id())) {
                Map<String, @Nullable Object> fields = DeadLetterJson.fields(letter);
                if (reason == null || reason.equals(fields.get("reason"))) {
                    fields.put("event", letter.event().fields());
                    found.add(fields);
                }
            }
        }
        return json(200, Map.of("dead_letters", found));
    }

    private Response again(Request request) throws Wrong, InterruptedException {
        int limit = number(request, "limit", USUAL, Redrive.MOST);
        int rate = number(request, "rate", USUAL, Redrive.MOST);
        if (limit / rate > Redrive.LONGEST_SECONDS) {
            throw new Wrong("limit / rate should be at most " + Redrive.LONGEST_SECONDS
                    + " seconds; ask several times for more");
        }
        return redrive.run(request.query("sink"), limit, rate);
    }

    private Response purge(Request request) {
        String sink = request.query("sink");
        if (sink == null || sink.isBlank()) {
            return error(400, "sink should be the name of a sink, or * for all");
        }
        int purged = letters.purge(sink.equals("*") ? null : sink);
        return json(200, Map.of("purged", (long) purged, "kept", (long) letters.size()));
    }
}
