/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.template.Similar;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader extends FileReader {

    static final List<String> KEYS =
            List.of("name", "when", "lookup", "rename", "remove", "set", "to", "then", "mode", "enabled");

    private final Map<String, Lookup.Table> tables;
    private final List<Mistake> warnings;

    RuleReader(RulesContext context, Map<String, Lookup.Table> tables, List<Mistake> warnings) {
        super(context);
        this.tables = tables;
        this.warnings = warnings;
    }

    @Nullable
    Rule read(Node node, String path, int index) {
        Node.Mapping mapping = mapping(node, path, "a rule with 'when' and 'to'");
        if (mapping == null) {
            return null;
        }
        knownKeys(mapping, path, KEYS);
        Node named = mapping.get("name");
        String given = named == null ? null : text(named, path + ".name");
        Node when = mapping.get("when");
        Condition condition = when == null
                ? new Condition.All(List.of())
                : new ConditionReader(context).read(when, path + ".when", "");
        Changes changes = changes(mapping, path);
        Node to = mapping.get("to");
        List<String> sinks = to == null ? List.of() : sinks(to, path + ".to");
        boolean stop = "stop".equals(option(mapping, path, "then", List.of("continue", "stop")));
        boolean shadow = "shadow".equals(option(mapping, path, "mode", List.of("live", "shadow")));
        Node on = mapping.get("enabled");
        boolean enabled = on == null || !Boolean.FALSE.equals(yes(on, path + ".enabled"));
        if (to == null && !stop) {
            wrong(node.at(), path, "expected 'to' with the names of sinks, or 'then: stop' to drop what matches");
        }
        if (to == null && !changes.none()) {
            wrong(node.at(), path, "a rule without 'to' sends no copy that it could change");
        }
        String name = given == null ? "rules[" + index + "]" : given;
        return new Rule(index, name, node.at(), condition, changes, sinks, stop, shadow, enabled);
    }

    private @Nullable String option(Node.Mapping mapping, String path, String key, List<String> words) {
        Node node = mapping.get(key);
        return node == null ? null : word(node, path + "." + key, words);
    }

    /** Names of sinks: a list, or one. */
    List<String> sinks(Node node, String path) {
        List<Node> items = node instanceof Node.Scalar ? List.of(node) : list(node, path, "a list of sinks");
        if (items.isEmpty()) {
            wrong(node.at(), path, "expected at least one sink");
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String place = node instanceof Node.Scalar ? path : path + "[" + i + "]";
            String name = text(items.get(i), place);
            if (name == null) {
                continue;
            }
            Position at = items.get(i).at();
            if (!context.sinks().contains(name)) {
                wrong(at, place, "no such sink: " + items.get(i).describe() + knownSinks(name));
            } else if (!names.add(name)) {
                wrong(at, place, "the sink '" + name + "' is named twice");
            } else if (context.disabled().contains(name)) {
                warnings.add(new Mistake(at, place, "the sink '" + name + "' is disabled and gets nothing"));
            }
        }
        return List.copyOf(names);
    }

    private String knownSinks(String name) {
        String hint = Similar.hint(name, context.sinks());
        return hint.isEmpty()
                ? "; there are " + context.sinks().stream().sorted().toList()
                : hint;
    }

    private Changes changes(Node.Mapping rule, String path) {
        List<Lookup> lookups = new ArrayList<>();
        Node lookup = rule.get("lookup");
        if (lookup != null) {
            List<Node> items = lookup instanceof Node.Sequence sequence ? sequence.items() : List.of(lookup);
            for (int i = 0; i < items.size(); i++) {
                String place = path + ".lookup" + (lookup instanceof Node.Sequence ? "[" + i + "]" : "");
                Lookup read = new LookupReader(context).use(items.get(i), place, tables);
                if (read != null) {
                    lookups.add(read);
                }
            }
        }
        return new Changes(
                List.copyOf(lookups), rename(rule.get("rename"), path + ".rename"),
                remove(rule.get("remove"), path + ".remove"), set(rule.get("set"), path + ".set"));
    }

    private Map<String, String> rename(@Nullable Node node, String path) {
        Map<String, String> names = new LinkedHashMap<>();
        Node.Mapping mapping = node == null ? null : mapping(node, path, "new names by old names");
        if (mapping != null) {
            mapping.entries().forEach((from, entry) -> {
                String to = text(entry.value(), path + "." + from);
                if (Changes.REQUIRED.contains(from)) {
                    wrong(entry.keyAt(), path + "." + from, "every event needs '" + from + "'");
                } else if (to != null && names.containsValue(to)) {
                    wrong(
                            entry.value().at(),
                            path + "." + from,
                            "'" + to + "' is already the new name of another field");
                } else if (to != null) {
                    names.put(from, to);
                }
            });
        }
        return names;
    }

    private Set<String> remove(@Nullable Node node, String path) {
        Set<String> names = new LinkedHashSet<>();
        if (node == null) {
            return names;
        }
        List<Node> items = node instanceof Node.Scalar ? List.of(node) : list(node, path, "a list of fields");
        for (Node item : items) {
            String name = text(item, path);
            if (name != null && Changes.REQUIRED.contains(name)) {
                wrong(item.at(), path, "every event needs '" + name + "'");
            } else if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private Map<String, Changes.Value> set(@Nullable Node node, String path) {
        Map<String, Changes.Value> values = new LinkedHashMap<>();
        Node.Mapping mapping = node == null ? null : mapping(node, path, "values by field");
        if (mapping != null) {
            mapping.entries().forEach((field, entry) -> {
                Changes.Value value = value(field, entry.value(), path + "." + field);
                if (value != null) {
                    values.put(field, value);
                }
            });
        }
        return values;
    }

    private Changes.@Nullable Value value(String field, Node node, String path) {
        if (!(node instanceof Node.Scalar scalar)) {
            wrong(node.at(), path, "expected a text, number, boolean or null, not " + node.describe());
            return null;
        }
        boolean required = Changes.REQUIRED.contains(field);
        if (required && (!(scalar.value() instanceof String text) || text.isBlank())) {
            wrong(node.at(), path, "every event needs '" + field + "' as a text, not " + node.describe());
            return null;
        }
        if (!(scalar.value() instanceof String text)) {
            return new Changes.Value(null, scalar.value());
        }
        if (!text.contains("{{") && !text.contains("{%") && !text.contains("{#")) {
            if (field.equals("timestamp") && !time(text)) {
                wrong(node.at(), path, "expected a time such as 2026-01-31T12:00:00Z, not " + node.describe());
            }
            return new Changes.Value(null, text);
        }
        try {
            return new Changes.Value(context.templates().apply(text), null);
        } catch (IllegalArgumentException e) {
            wrong(node.at(), path, reason(e, scalar.secret(), "expected a template"));
            return null;
        }
    }

    private static boolean time(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
