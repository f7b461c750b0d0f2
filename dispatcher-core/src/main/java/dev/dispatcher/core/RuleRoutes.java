/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.json;

import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.RuleCounts;
import dev.dispatcher.core.rules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The rules in force. */
final class RuleRoutes {

    private final Supplier<Generation> current;
    private final Ledger ledger;

    RuleRoutes(Supplier<Generation> current, Ledger ledger) {
        this.current = current;
        this.ledger = ledger;
    }

    List<ApiRoute> routes() {
        return List.of(ApiRoute.slow(
                "GET",
                "/api/rules",
                Access.READ,
                "The rules in force, in their order, with how often each applied since the start.",
                request -> list()));
    }

    private Response list() {
        Generation generation = current.get();
        List<Object> rules = new ArrayList<>();
        generation.configuration().rules().rules().forEach(rule -> rules.add(view(rule)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", generation.rulesVersion());
        body.put("rules", rules);
        body.put("otherwise", generation.configuration().rules().otherwise());
        body.put("warnings", Shouts.of(generation.configuration().settings()));
        return json(200, body);
    }

    private Map<String, Object> view(Rule rule) {
        RuleCounts counts = ledger.rule(rule.name());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", rule.name());
        view.put("where", rule.at().toString());
        view.put("enabled", rule.enabled());
        view.put("shadow", rule.shadow());
        view.put("stop", rule.stop());
        view.put("sinks", rule.sinks());
        view.put("matched", counts.matched.sum());
        view.put("matched_in_shadow", counts.shadow.sum());
        view.put("deliveries", counts.made.sum());
        view.put("merged", counts.merged.sum());
        return view;
    }
}
