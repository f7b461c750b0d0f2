/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.template.Templates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads rules for tests; the sinks are those of the documentation and {@code a} to {@code d}, of which d is disabled. */
final class Rules {

    static final Set<String> SINKS = Set.of("ops-slack", "lag-graph", "event-log", "ops-mail", "a", "b", "c", "d");
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Rules() {}

    static RulesContext context(Mistakes mistakes, Path base) {
        Templates templates = new Templates(failure -> {});
        return new RulesContext(mistakes, templates::compile, base, SINKS, Set.of("d"), Event::of);
    }

    static Ruleset read(Path base, String... files) {
        Mistakes mistakes = new Mistakes();
        Ruleset ruleset = Ruleset.read(nodes(files), context(mistakes, base));
        assertThat(mistakes.sorted()).isEmpty();
        return ruleset;
    }

    static Ruleset read(String text) {
        return read(Path.of("."), text);
    }

    static List<String> mistakes(Path base, String... files) {
        Mistakes mistakes = new Mistakes();
        Ruleset ruleset = Ruleset.read(nodes(files), context(mistakes, base));
        assertThat(ruleset == null).isEqualTo(mistakes.any());
        return mistakes.sorted().stream().map(Mistake::toString).toList();
    }

    static List<String> mistakes(String text) {
        return mistakes(Path.of("."), text);
    }

    private static List<Node> nodes(String... files) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            nodes.add(Yaml.read(i == 0 ? "rules.yaml" : "rules.d/" + i + ".yaml", files[i]));
        }
        return nodes;
    }

    static Event event(Object... fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", "1");
        all.put("timestamp", "2026-01-02T03:04:05Z");
        all.put("kind", "urn:x");
        all.put("message", "hello");
        for (int i = 0; i < fields.length; i += 2) {
            all.put((String) fields[i], fields[i + 1]);
        }
        return Event.of(all);
    }

    /** {@code sink:rule} of each target. */
    static List<String> targets(Ruleset ruleset, Event event) {
        return ruleset.decide(event, NOW).targets().stream()
                .map(target -> target.sink() + ":" + target.rule())
                .toList();
    }

    /** Whether a rule with these conditions matches. */
    static boolean matches(String when, Event event) {
        Ruleset ruleset = read("rules: [{when: " + when + ", to: a}]");
        boolean matched = !ruleset.decide(event, NOW).ignored();
        Explanation explanation = ruleset.explain(event, NOW);
        assertThat(explanation.decision()).isEqualTo(ruleset.decide(event, NOW));
        assertThat(explanation.rules().get(0).failed() == null).isEqualTo(matched);
        return matched;
    }
}
