/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.checked;
import static dev.dispatcher.core.ApiAnswers.error;
import static dev.dispatcher.core.ApiAnswers.is;
import static dev.dispatcher.core.ApiAnswers.json;
import static dev.dispatcher.core.ApiAnswers.number;

import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.ApiAnswers.Wrong;
import dev.dispatcher.core.ApiRoute.Parameter;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.intake.Rulebook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepted events, for as long as they are remembered. */
final class EventRoutes {

    static final int MOST = 1000;
    private static final int USUAL = 50;

    private final Recent recent;
    private final Supplier<Settings> settings;

    EventRoutes(Recent recent, Supplier<Settings> settings) {
        this.recent = recent;
        this.settings = settings;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.slow("GET", "/api/events", Access.READ, "Accepted events, newest first.", checked(this::list))
                        .asking(
                                new Parameter("limit", "integer", "How many at most: 1 to 1000, 50 by default."),
                                new Parameter("kind", "string", "Only those of this kind."),
                                new Parameter("portal", "string", "Only those that came through this portal."),
                                new Parameter(
                                        "status", "string", "Only: new, running, finished, error, failed, ignored."))
                        .orElse(400),
                ApiRoute.slow(
                                "GET",
                                "/api/events/{id}",
                                Access.READ,
                                "What became of an event: its deliveries with their attempts. Several when they share the id.",
                                this::one)
                        .orElse(404),
                ApiRoute.slow(
                                "GET",
                                "/api/events/{id}/explain",
                                Access.READ,
                                "Why an event went where it went, by the rules that were in force.",
                                this::explain)
                        .orElse(404));
    }

    private Response list(Request request) throws Wrong {
        String kind = request.query("kind");
        String portal = request.query("portal");
        @Nullable Status status = status(request.query("status"));
        List<Object> events = new ArrayList<>();
        recent.find(
                        event -> is(kind, event.arrival().event().kind())
                                && is(portal, event.arrival().portal())
                                && (status == null || status == event.status()),
                        number(request, "limit", USUAL, MOST))
                .forEach(event -> events.add(EventView.brief(event)));
        return json(200, Map.of("events", events));
    }

    private static @Nullable Status status(@Nullable String text) throws Wrong {
        if (text == null) {
            return null;
        }
        for (Status status : Status.values()) {
            if (status.word().equals(text)) {
                return status;
            }
        }
        throw new Wrong("status should be new, running, finished, error, failed or ignored");
    }

    private List<Remembered> find(Request request) {
        String id = request.pathValue("id");
        return recent.find(event -> event.arrival().event().id().equals(id), MOST);
    }

    private Response one(Request request) {
        List<Object> events = new ArrayList<>();
        find(request).forEach(event -> events.add(EventView.full(event)));
        return events.isEmpty() ? unknown() : json(200, Map.of("events", events));
    }

    private Response explain(Request request) {
        List<Object> explanations = new ArrayList<>();
        for (Remembered event : find(request)) {
            Rulebook book = event.rulebook();
            if (book != null) {
                explanations.add(EventView.explained(event, book, Shouts.of(settings.get())));
            }
        }
        return explanations.isEmpty() ? unknown() : json(200, Map.of("explanations", explanations));
    }

    private Response unknown() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "no event with this id is remembered");
        body.put(
                "see",
                recent.on()
                        ? "it was never accepted, or others have taken its place (explain.keep, explain.keep-size)"
                        : "nothing is remembered: explain.keep is 0");
        return json(404, body);
    }

    static Response off() {
        return error(409, "nothing is remembered: explain.keep is 0");
    }
}
