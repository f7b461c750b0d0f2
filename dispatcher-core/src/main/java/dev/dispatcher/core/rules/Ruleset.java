/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Node;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All rules, compiled. Immutable; any number of threads; the same event always gets the same decision. */
public final class Ruleset {

    private final List<Rule> rules;
    private final List<String> otherwise;
    private final Set<String> disabled;
    private final List<RuleTest> tests;
    private final List<Path> files;
    private final List<Mistake> warnings;
    private final Index index;

    Ruleset(
            List<Rule> rules,
            List<String> otherwise,
            Set<String> disabled,
            List<RuleTest> tests,
            List<Path> files,
            List<Mistake> warnings) {
        this.rules = rules;
        this.otherwise = otherwise;
        this.disabled = disabled;
        this.tests = tests;
        this.files = files;
        this.warnings = warnings;
        this.index = new Index(rules);
    }

    /**
     * Reads rules files.
     *
     * @param files {@code rules.yaml} first, then those of {@code rules.d} in the order of their names
     * @return null when anything is wrong; the context's mistakes say what
     */
    public static @Nullable Ruleset read(List<Node> files, RulesContext context) {
        return new RulesetReader(context).read(files);
    }

    /**
     * Where the event goes.
     *
     * @param now the time of the decision; no condition asks for it yet
     */
    public Decision decide(Event event, Instant now) {
        Walk walk = null;
        for (int candidate : index.candidates(event)) {
            Rule rule = rules.get(candidate);
            if (!rule.when().matches(event)) {
                continue;
            }
            walk = walk == null ? walk(event) : walk;
            if (walk.apply(rule)) {
                break;
            }
        }
        if (walk == null) {
            return otherwise.isEmpty() ? Decision.NOTHING : walk(event).end();
        }
        return walk.end();
    }

    /** Asks every rule, without the index: what {@link #decide} must agree with. */
    public Decision decideLinearly(Event event) {
        Walk walk = new Walk(event, otherwise, disabled);
        for (Rule rule : rules) {
            if (rule.enabled() && rule.when().matches(event) && walk.apply(rule)) {
                break;
            }
        }
        return walk.end();
    }

    /** The decision, and how it came about, rule by rule. */
    public Explanation explain(Event event, Instant now) {
        return Explainer.explain(this, event, now);
    }

    int[] candidates(Event event) {
        return index.candidates(event);
    }

    Walk walk(Event event) {
        return new Walk(event, otherwise, disabled);
    }

    /** In the order of the files; {@link Rule#index} is the place in this list. */
    public List<Rule> rules() {
        return rules;
    }

    /** Sinks for events that no live rule matched. */
    public List<String> otherwise() {
        return otherwise;
    }

    /** All tests of the files. */
    public List<RuleTest> tests() {
        return tests;
    }

    /** The files of lookups: when one of them changes, the rules should be read again. */
    public List<Path> files() {
        return files;
    }

    /** What is no mistake, but should be said, such as a rule that names a disabled sink. */
    public List<Mistake> warnings() {
        return warnings;
    }
}
