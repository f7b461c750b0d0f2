/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Template;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code fields}. */
final class FieldReader {

    private static final List<String> KEYS = List.of("path", "template", "map", "past", "future", "default");
    /** One name alone: its value is taken over with its type. */
    private static final Pattern NAME_ALONE =
            Pattern.compile("\\{\\{\\s*([\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}\\p{N}_]+)*)\\s*}}");

    private final BindContext context;
    private final Mistakes mistakes;

    FieldReader(BindContext context) {
        this.context = context;
        this.mistakes = context.mistakes();
    }

    void into(Map<String, FieldSource> sources, Node node, String path) {
        if (!(node instanceof Node.Mapping mapping)) {
            mistakes.add(node.at(), path, "expected fields by name, not " + node.describe());
            return;
        }
        mapping.entries().forEach((name, entry) -> {
            if (entry.value() instanceof Node.Scalar scalar && scalar.value() == null && !scalar.broken()) {
                sources.remove(name);
                return;
            }
            FieldSource source = source(entry.value(), path + "." + name);
            if (source != null) {
                sources.put(name, source);
            }
        });
    }

    private @Nullable FieldSource source(Node node, String path) {
        if (node instanceof Node.Scalar scalar) {
            Matcher alone = NAME_ALONE.matcher(scalar.text());
            if (!(scalar.value() instanceof String) || !templated(scalar.text())) {
                return scalar.value() == null ? null : FieldSource.literal(scalar.value());
            }
            if (alone.matches()
                    && !List.of("true", "false", "null", "none", "event").contains(alone.group(1))) {
                return FieldSource.path(alone.group(1));
            }
            Template template = template(scalar, path);
            return template == null ? null : FieldSource.of(template);
        }
        if (node instanceof Node.Mapping mapping) {
            return mapped(mapping, path);
        }
        mistakes.add(node.at(), path, "expected a text, a template or {path: …, map: …, default: …}, not a list");
        return null;
    }

    private static boolean templated(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    @Nullable
    Template template(Node.Scalar scalar, String path) {
        try {
            return context.templates().compile(scalar.text());
        } catch (IllegalArgumentException e) {
            mistakes.add(scalar.at(), path, scalar.secret() ? "expected a template" : String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable FieldSource mapped(Node.Mapping mapping, String path) {
        mapping.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                mistakes.add(entry.keyAt(), path + "." + key, "no such key here" + AdapterReader.hint(key, KEYS));
            }
        });
        Node from = mapping.get("path");
        Node text = mapping.get("template");
        if ((from == null) == (text == null)) {
            mistakes.add(mapping.at(), path, "expected either 'path' or 'template'");
            return null;
        }
        Template template = text instanceof Node.Scalar scalar ? template(scalar, path + ".template") : null;
        if (text != null && template == null) {
            return null;
        }
        return new FieldSource(
                from == null ? List.of() : paths(from, path + ".path"),
                template,
                values(mapping.get("map"), path + ".map"),
                fallback(mapping.get("past"), path + ".past"),
                fallback(mapping.get("future"), path + ".future"),
                fallback(mapping.get("default"), path + ".default"),
                mapping.get("default") != null);
    }

    private List<String> paths(Node node, String path) {
        List<String> paths = new ArrayList<>();
        for (Node item : node instanceof Node.Sequence sequence ? sequence.items() : List.of(node)) {
            if (item instanceof Node.Scalar scalar && scalar.value() instanceof String text && !text.isBlank()) {
                paths.add(text);
            } else {
                mistakes.add(item.at(), path, "expected a path such as labels.severity, not " + item.describe());
            }
        }
        if (paths.isEmpty() && node instanceof Node.Sequence) {
            mistakes.add(node.at(), path, "expected at least one path");
        }
        return List.copyOf(paths);
    }

    private Map<String, @Nullable Object> values(@Nullable Node node, String path) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                if (entry.value() instanceof Node.Scalar scalar) {
                    values.put(key, scalar.value());
                    values.putIfAbsent(key.toLowerCase(Locale.ROOT), scalar.value());
                } else {
                    mistakes.add(
                            entry.value().at(),
                            path + "." + key,
                            "expected one value, not " + entry.value().describe());
                }
            });
        } else if (node != null) {
            mistakes.add(node.at(), path, "expected values by values, not " + node.describe());
        }
        return values;
    }

    private @Nullable Object fallback(@Nullable Node node, String path) {
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar) {
            return scalar.value() instanceof String text && templated(text) ? template(scalar, path) : scalar.value();
        }
        mistakes.add(node.at(), path, "expected one value, not " + node.describe());
        return null;
    }
}
