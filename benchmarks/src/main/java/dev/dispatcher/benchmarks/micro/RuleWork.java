/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.micro;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.rules.RulesContext;
import dev.dispatcher.core.rules.Ruleset;
import dev.dispatcher.core.template.Templates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Many rules and events for them: four fifths of the rules want one kind, most others a prefix of it, and 0.8 % no kind at
 * all; half want a severity, and one in ten has a regular expression. The same in each run.
 */
public final class RuleWork {

    private static final String[] SEVERITIES = {"info", "warning", "error", "critical"};
    private static final int PER_FILE = 1000;

    private RuleWork() {}

    /** That many rules. */
    public static Ruleset rules(int count) {
        Random random = new Random(42);
        Mistakes mistakes = new Mistakes();
        Substitution none = new Substitution(name -> null, Path.of("."));
        List<Node> files = new ArrayList<>();
        for (int from = 0; from < count; from += PER_FILE) {
            StringBuilder text = new StringBuilder("rules:\n");
            for (int i = from; i < Math.min(count, from + PER_FILE); i++) {
                text.append("  - {name: r").append(i).append(", when: {");
                text.append(condition(random, i, count)).append("}, to: a}\n");
            }
            Node file = YamlReader.read("rules-" + from + ".yaml", text.toString(), none, mistakes);
            if (file != null) {
                files.add(file);
            }
        }
        Templates templates = new Templates(failure -> {});
        Ruleset ruleset = Ruleset.read(
                files, new RulesContext(mistakes, templates::compile, Path.of("."), Set.of("a"), Set.of(), Event::of));
        if (ruleset == null) {
            throw new IllegalStateException(mistakes.sorted().toString());
        }
        return ruleset;
    }

    private static String condition(Random random, int number, int count) {
        double share = random.nextDouble();
        StringBuilder when = new StringBuilder();
        if (share < 0.8) {
            when.append("kind: app").append(number % Math.max(10, count / 2)).append(".event");
        } else if (share < 0.992) {
            when.append("kind: {prefix: app")
                    .append(number % Math.max(10, count / 2))
                    .append(".}");
        } else {
            when.append("host: web-").append(number);
        }
        if (random.nextBoolean()) {
            when.append(", severity: ").append(SEVERITIES[random.nextInt(SEVERITIES.length)]);
        }
        if (random.nextInt(10) == 0) {
            when.append(", message: {regex: \"time.?out\"}");
        }
        return when.toString();
    }

    /** Events that these rules are about. */
    public static List<Event> events(int rules) {
        Random random = new Random(7);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", "e" + i);
            fields.put("timestamp", "2026-11-20T10:15:30Z");
            fields.put("kind", "app" + random.nextInt(Math.max(10, rules / 2)) + ".event");
            fields.put("severity", SEVERITIES[random.nextInt(SEVERITIES.length)]);
            fields.put("host", "web-" + random.nextInt(100_000));
            fields.put("message", i % 50 == 0 ? "a timeout of the database" : "something that people may want to know");
            events.add(Event.of(fields));
        }
        return events;
    }
}
