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
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.history.History;
import dev.dispatcher.core.history.History.Entry;
import dev.dispatcher.core.history.History.Page;
import dev.dispatcher.core.history.Kept;
import dev.dispatcher.core.history.Query;
import dev.dispatcher.core.intake.Lineage;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.logging.Secrets;
import dev.dispatcher.core.rules.Difference;
import dev.dispatcher.core.rules.RulesContext;
import dev.dispatcher.core.rules.Ruleset;
import dev.dispatcher.core.template.Templates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What other rules would have done with the events of the last time. Delivers nothing. */
final class PlanRoutes {

    private static final int MOST = 100_000;
    private static final int USUAL = 10_000;

    private final History history;
    private final Supplier<Generation> current;
    private final Function<byte[], Event> reader;
    private final Clock clock;
    private final Path conf;

    PlanRoutes(History history, Supplier<Generation> current, Function<byte[], Event> reader, Clock clock, Path conf) {
        this.history = history;
        this.current = current;
        this.reader = reader;
        this.clock = clock;
        this.conf = conf;
    }

    ApiRoute route() {
        return ApiRoute.slow(
                        "POST",
                        "/api/plan",
                        Access.ADMIN,
                        "Runs recorded events through the rules in force and those of the body (YAML), and tells what would"
                                + " be different.",
                        checked(this::plan))
                .asking(
                        new Parameter("since", "string", "Events from then on: a time, or an age; 24h by default."),
                        new Parameter(
                                "limit",
                                "integer",
                                "The newest so many at most: 1 to " + MOST + ", " + USUAL + " by default."))
                .orElse(400, 422);
    }

    private Response plan(Request request) throws Wrong {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw new Wrong("the body should be rules as YAML, and is empty");
        }
        if (text.contains("${")) {
            return error(422, "rules that are sent here cannot use ${env:NAME} or ${file:PATH}");
        }
        Mistakes mistakes = new Mistakes();
        Ruleset other = read(text, mistakes);
        if (other == null || mistakes.any()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", "the rules are wrong");
            body.put(
                    "mistakes",
                    mistakes.sorted().stream()
                            .map(mistake -> Secrets.mask(mistake.toString()))
                            .toList());
            return json(422, body);
        }
        Instant since = EventQuery.time(clock, "since", request.query("since"));
        return compare(
                other,
                since == null ? clock.instant().minus(java.time.Duration.ofDays(1)) : since,
                number(request, "limit", USUAL, MOST));
    }

    private @Nullable Ruleset read(String text, Mistakes mistakes) {
        Node node = YamlReader.read("rules", text, new Substitution(name -> null, conf), mistakes);
        if (node == null) {
            return null;
        }
        Configuration configuration = current.get().configuration();
        Set<String> sinks = new HashSet<>(configuration.sinkNames());
        Set<String> off = new HashSet<>(configuration.rules().otherwise());
        configuration.rules().rules().forEach(rule -> off.addAll(rule.sinks()));
        off.removeAll(sinks);
        sinks.addAll(off);
        return Ruleset.read(
                List.of(node),
                new RulesContext(
                        mistakes,
                        new Templates(failure -> {})::compile,
                        conf,
                        sinks,
                        off,
                        new EventReader(configuration.settings().events(), clock, new Ids(clock), Counts.NONE)::event));
    }

    private Response compare(Ruleset other, Instant since, int most) {
        Difference difference = new Difference(current.get().configuration().rules(), other);
        Query query = new Query(null, null, null, null, null, null, null, since, null, null);
        int left = most;
        String away = null;
        boolean more = true;
        while (left > 0 && more) {
            Page page = history.find(query, Math.min(left, EventRoutes.MOST));
            page.entries().forEach(entry -> add(entry, difference));
            left -= page.entries().size();
            away = page.away() == null ? away : page.away();
            more = page.next() != null;
            query = new Query(null, null, null, null, null, null, null, since, null, page.next());
        }
        Map<String, Object> body = new LinkedHashMap<>(difference.toMap());
        body.put("since", since.toString());
        body.put("complete", !more && away == null);
        if (away != null) {
            body.put("store", "the store cannot be asked, these are the events in memory: " + away);
        }
        return json(200, body);
    }

    /** Duplicates, and what was stopped before the rules, went nowhere and would again. */
    private void add(Entry entry, Difference difference) {
        Remembered remembered = entry.remembered();
        Kept kept = entry.kept();
        if (remembered != null && !remembered.duplicate()) {
            add(remembered.arrival().event(), remembered.arrival().at(), difference);
        } else if (kept != null && !KeptView.duplicate(kept)) {
            add(reader.apply(kept.event()), kept.place().at(), difference);
        }
    }

    private static void add(Event event, Instant at, Difference difference) {
        if (!event.has(Lineage.HOP_LIMIT)) {
            difference.add(event, at);
        }
    }
}
