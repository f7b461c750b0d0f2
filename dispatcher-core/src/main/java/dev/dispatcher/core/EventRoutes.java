/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.checked;
import static dev.dispatcher.core.ApiAnswers.error;
import static dev.dispatcher.core.ApiAnswers.json;
import static dev.dispatcher.core.ApiAnswers.number;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.ApiAnswers.Wrong;
import dev.dispatcher.core.ApiRoute.Parameter;
import dev.dispatcher.core.history.History;
import dev.dispatcher.core.history.History.Entry;
import dev.dispatcher.core.history.History.Page;
import dev.dispatcher.core.history.Kept;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.intake.Rulebook;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepted events, for as long as they are in memory or in the store. */
final class EventRoutes {

    static final int MOST = 1000;
    private static final int USUAL = 50;

    private final Recent recent;
    private final History history;
    private final Supplier<Generation> current;
    private final Function<byte[], Event> reader;
    private final EventQuery query;

    EventRoutes(
            Recent recent, History history, Supplier<Generation> current, Function<byte[], Event> reader, Clock clock) {
        this.recent = recent;
        this.history = history;
        this.current = current;
        this.reader = reader;
        this.query = new EventQuery(clock);
    }

    List<ApiRoute> routes() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter("limit", "integer", "How many at most: 1 to 1000, 50 by default."));
        parameters.addAll(EventQuery.PARAMETERS);
        return List.of(
                ApiRoute.slow(
                                "GET",
                                "/api/events",
                                Access.READ,
                                "Accepted events, newest first, a page at a time.",
                                checked(this::list))
                        .asking(parameters.toArray(Parameter[]::new))
                        .orElse(400),
                ApiRoute.slow(
                                "GET",
                                "/api/events/{id}",
                                Access.READ,
                                "What became of an event: its deliveries with their attempts. Several when they share the id.",
                                this::one)
                        .orElse(404, 503),
                ApiRoute.slow(
                                "GET",
                                "/api/events/{id}/explain",
                                Access.READ,
                                "Why an event went where it went, by the rules that were in force.",
                                this::explain)
                        .orElse(404, 503));
    }

    private Response list(Request request) throws Wrong {
        Page page = history.find(query.of(request), number(request, "limit", USUAL, MOST));
        List<Object> events = new ArrayList<>();
        page.entries().forEach(entry -> events.add(brief(entry)));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("events", events);
        body.put("next", page.next() == null ? null : page.next().toString());
        if (request.query("q") != null) {
            body.put("q_looked_at", (long) page.looked());
            body.put("q_window", (long) History.WINDOW);
            body.put("q_complete", !page.windowEnds());
        }
        if (page.away() != null) {
            body.put("store", "the store cannot be asked, these are the events in memory: " + page.away());
        }
        return json(200, body);
    }

    private static Object brief(Entry entry) {
        Remembered remembered = entry.remembered();
        Kept kept = entry.kept();
        if (remembered != null) {
            return EventView.brief(remembered);
        } else if (kept != null) {
            return KeptView.brief(kept);
        }
        throw new IllegalStateException("an entry from nowhere");
    }

    private List<Remembered> find(Request request) {
        String id = request.pathValue("id");
        return recent.find(event -> event.arrival().event().id().equals(id), MOST);
    }

    private Response one(Request request) {
        List<Object> events = new ArrayList<>();
        find(request).forEach(event -> events.add(EventView.full(event)));
        return orKept(request, "events", events, KeptView::full);
    }

    private Response explain(Request request) {
        List<Object> explanations = new ArrayList<>();
        List<String> shouts = Shouts.of(current.get().configuration().settings());
        List<Remembered> found = find(request);
        for (Remembered event : found) {
            Rulebook book = event.rulebook();
            if (book != null) {
                explanations.add(EventView.explained(event, book, shouts));
            }
        }
        Rulebook now = current.get().routing().rulebook();
        return orKept(
                request,
                "explanations",
                explanations,
                kept -> KeptView.explained(kept, reader.apply(kept.event()), now, shouts));
    }

    private Response orKept(Request request, String what, List<Object> found, Function<Kept, Object> view) {
        if (found.isEmpty()) {
            try {
                history.byId(String.valueOf(request.pathValue("id")), MOST)
                        .forEach(kept -> found.add(view.apply(kept)));
            } catch (SQLException e) {
                return error(503, "the event is not in memory, and the store cannot be asked: " + e.getMessage());
            }
        }
        return found.isEmpty() ? unknown() : json(200, Map.of(what, found));
    }

    private Response unknown() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "no event with this id is remembered");
        body.put("see", why());
        return json(404, body);
    }

    private String why() {
        if (!recent.on()) {
            return "nothing is remembered: explain.keep is 0";
        }
        return history.on()
                ? "it was never accepted, or the history let go of it (history.keep-for, history.keep, history.keep-size,"
                        + " history.most-per-second)"
                : "it was never accepted, or others have taken its place (explain.keep, explain.keep-size)";
    }

    static Response off() {
        return error(409, "nothing is remembered: explain.keep is 0");
    }
}
