/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.template.Similar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code when}. */
final class ConditionReader extends FileReader {

    ConditionReader(RulesContext context) {
        super(context);
    }

    /** @param place as in a failure: below {@code when} */
    Condition read(Node node, String path, String place) {
        List<Condition> items = new ArrayList<>();
        Node.Mapping mapping = mapping(node, path, "conditions by field");
        if (mapping != null) {
            mapping.entries().forEach((key, entry) -> {
                Condition item = entry(key, entry.value(), FileReader.path(path, key), FileReader.path(place, key));
                if (item != null) {
                    items.add(item);
                }
            });
        }
        return all(items);
    }

    private static Condition all(List<Condition> items) {
        if (items.size() == 1) {
            return items.get(0);
        }
        items.sort(Comparator.comparingInt(Condition::cost));
        return new Condition.All(List.copyOf(items));
    }

    private @Nullable Condition entry(String key, Node value, String path, String place) {
        return switch (key) {
            case "all" -> all(alternatives(value, path, place));
            case "any" -> {
                List<Condition> items = alternatives(value, path, place);
                yield items.isEmpty() ? null : new Condition.Any(place, List.copyOf(items));
            }
            case "not" -> {
                if (value instanceof Node.Mapping mapping && mapping.entries().isEmpty()) {
                    wrong(value.at(), path, "expected at least one condition");
                }
                yield value instanceof Node.Sequence
                        ? new Condition.Not(
                                place, new Condition.Any(place, List.copyOf(alternatives(value, path, place))))
                        : new Condition.Not(place, read(value, path, place));
            }
            case "field" -> fields(value, path, place);
            default -> field(key, value, path, place);
        };
    }

    /** A list of conditions, each as in {@code when}. */
    private List<Condition> alternatives(Node node, String path, String place) {
        List<Node> items = list(node, path, "a list of conditions, each as in 'when'");
        if (items.isEmpty() && node instanceof Node.Sequence) {
            wrong(node.at(), path, "expected at least one condition");
        }
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            conditions.add(read(items.get(i), path + "[" + i + "]", place + "[" + i + "]"));
        }
        return conditions;
    }

    /** {@code field: {NAME: …}}, for fields whose name means something else in {@code when}. */
    private Condition fields(Node node, String path, String place) {
        List<Condition> items = new ArrayList<>();
        Node.Mapping mapping = mapping(node, path, "conditions by field");
        if (mapping != null) {
            mapping.entries().forEach((name, entry) -> {
                Condition item = field(name, entry.value(), FileReader.path(path, name), FileReader.path(place, name));
                if (item != null) {
                    items.add(item);
                }
            });
        }
        return all(items);
    }

    private @Nullable Condition field(String name, Node node, String path, String place) {
        if (node instanceof Node.Mapping mapping && mapping.get("exists") != null) {
            Boolean there = yes(mapping.get("exists"), FileReader.path(path, "exists"));
            if (there != null && !there) {
                if (mapping.entries().size() > 1) {
                    wrong(node.at(), path, "a field that is missing cannot meet another operator");
                }
                return new Condition.Missing(place, name);
            }
        }
        Matcher matcher = matcher(node, path, true);
        return matcher == null ? null : new Condition.Field(place, name, matcher, accepts(node));
    }

    /** {@code [prod, {exists: false}]}: a list may take a missing field, too. */
    private static boolean accepts(Node node) {
        return node instanceof Node.Sequence sequence
                && sequence.items().stream().anyMatch(ConditionReader::absence);
    }

    private static boolean absence(Node node) {
        return node instanceof Node.Mapping mapping
                && mapping.get("exists") instanceof Node.Scalar scalar
                && Boolean.FALSE.equals(scalar.value());
    }

    private @Nullable Matcher matcher(Node node, String path, boolean top) {
        if (node instanceof Node.Scalar scalar) {
            return hidden(scalar, new Matcher.Is(scalar.value()));
        }
        if (node instanceof Node.Sequence sequence) {
            List<Matcher> items = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                Node item = sequence.items().get(i);
                Matcher matcher = top && absence(item) ? null : matcher(item, path + "[" + i + "]", false);
                if (matcher != null) {
                    items.add(matcher);
                }
            }
            if (sequence.items().isEmpty()) {
                wrong(node.at(), path, "expected at least one value");
            }
            return new Matcher.AnyOf(List.copyOf(items));
        }
        List<Matcher> items = new ArrayList<>();
        Node.Mapping mapping = (Node.Mapping) node;
        mapping.entries().forEach((name, entry) -> {
            Matcher matcher = operator(name, entry, FileReader.path(path, name));
            if (matcher != null) {
                items.add(matcher);
            }
        });
        if (mapping.entries().isEmpty()) {
            wrong(node.at(), path, "expected a value, a list of values, or operators such as {prefix: x}");
        }
        items.sort(Comparator.comparingInt(Matcher::cost));
        return items.size() == 1 ? items.get(0) : items.isEmpty() ? null : new Matcher.AllOf(List.copyOf(items));
    }

    private @Nullable Matcher operator(String name, Node.Entry entry, String path) {
        Node argument = entry.value();
        if (!Operators.NAMES.contains(name)) {
            wrong(entry.keyAt(), path, "no such operator" + Similar.hint(name, Operators.NAMES));
            return null;
        }
        if (name.equals("not")) {
            Matcher inner = matcher(argument, path, false);
            return inner == null ? null : new Matcher.Unlike(inner);
        }
        if (name.equals("exists")) {
            Boolean there = yes(argument, path);
            if (there != null && !there) {
                wrong(argument.at(), path, "'exists: false' can only stand alone or in a list directly behind a field");
            }
            return new Matcher.There();
        }
        if (argument instanceof Node.Sequence sequence) {
            List<Matcher> items = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                Matcher matcher = scalar(name, sequence.items().get(i), path + "[" + i + "]");
                if (matcher != null) {
                    items.add(matcher);
                }
            }
            if (sequence.items().isEmpty()) {
                wrong(argument.at(), path, "expected at least one value");
            }
            return items.size() == 1 ? items.get(0) : new Matcher.AnyOf(List.copyOf(items));
        }
        return scalar(name, argument, path);
    }

    private @Nullable Matcher scalar(String name, Node node, String path) {
        if (!(node instanceof Node.Scalar scalar)) {
            wrong(node.at(), path, "expected a single value, not " + node.describe());
            return null;
        }
        boolean textual = scalar.value() != null && !name.startsWith("at-");
        try {
            Object wanted = textual && !(scalar.value() instanceof Number) ? scalar.text() : scalar.value();
            return hidden(scalar, Operators.of(name, wanted));
        } catch (IllegalArgumentException e) {
            wrong(node.at(), path, e.getMessage() + ", not " + node.describe());
            return null;
        }
    }

    private static Matcher hidden(Node.Scalar scalar, Matcher matcher) {
        return scalar.secret() ? new Matcher.Hidden(matcher) : matcher;
    }
}
