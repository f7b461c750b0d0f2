/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Template;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Binder;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Suggestion;
import dev.dispatcher.core.rules.When;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of adapters. Everything that is wrong is told to the context's mistakes. */
final class AdapterReader {

    private static final List<String> FORM = List.of("each", "table", "when", "fields", "drop", "delivery-id");
    private static final List<String> IN_SHAPE = with(FORM, "name", "given");
    private static final List<String> AT_TOP = with(FORM, "description", "extends", "verify", "parse", "shapes");

    private final BindContext context;
    private final Mistakes mistakes;
    private final FieldReader fields;

    AdapterReader(BindContext context) {
        this.context = context;
        this.mistakes = context.mistakes();
        this.fields = new FieldReader(context);
    }

    private static List<String> with(List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(keys);
        return List.copyOf(all);
    }

    /**
     * Reads one file.
     *
     * @param bases the files that it may extend, by name
     * @return null when anything is wrong with it
     */
    @Nullable
    AdapterSpec read(String name, boolean builtIn, Node node, Map<String, Node.Mapping> bases) {
        int before = mistakes.sorted().size();
        if (!(node instanceof Node.Mapping own)) {
            mistakes.add(node.at(), "", "expected an adapter with 'fields', not " + node.describe());
            return null;
        }
        knownKeys(own, "", AT_TOP);
        Node.Mapping top = extended(own, bases);
        Node described = top.get("description");
        Node verify = top.get("verify");
        Verification verification = verify == null ? null : verification(verify);
        List<Shape> shapes = shapes(top, own.get("extends") == null ? null : own.get("fields"));
        List<String> parse = texts(top.get("parse"), "parse");
        String description = described instanceof Node.Scalar text ? text.text() : "";
        return mistakes.sorted().size() > before
                ? null
                : new AdapterSpec(name, description, builtIn, verification, parse, shapes);
    }

    private Node.Mapping extended(Node.Mapping own, Map<String, Node.Mapping> bases) {
        Node named = own.get("extends");
        if (!(named instanceof Node.Scalar scalar)) {
            return own;
        }
        Node.Mapping base = bases.get(scalar.text());
        if (base == null) {
            mistakes.add(
                    named.at(),
                    "extends",
                    "expected one of the built-in adapters "
                            + bases.keySet().stream().sorted().toList() + ", not " + named.describe()
                            + hint(scalar.text(), bases.keySet()));
            return own;
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>(base.entries());
        own.entries().forEach((key, entry) -> {
            Node below = base.get(key);
            entries.put(
                    key,
                    key.equals("fields") && below != null
                            ? new Node.Entry(entry.keyAt(), merged(below, entry.value()))
                            : entry);
        });
        return new Node.Mapping(own.at(), entries);
    }

    /** Names of the upper win; those of the lower keep their places. */
    private static Node merged(Node lower, Node upper) {
        if (!(lower instanceof Node.Mapping below) || !(upper instanceof Node.Mapping above)) {
            return upper;
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>(below.entries());
        entries.putAll(above.entries());
        return new Node.Mapping(above.at(), entries);
    }

    private @Nullable Verification verification(Node node) {
        if (node instanceof Node.Scalar scalar) {
            if (!scalar.text().equals("none")) {
                mistakes.add(node.at(), "verify", "expected a way to verify, or 'none', not " + node.describe());
            }
            return Verification.NONE;
        }
        int before = mistakes.sorted().size();
        VerifyOptions options = Binder.bind(node, VerifyOptions.class, "verify", context);
        if (options == null || mistakes.sorted().size() > before) {
            return null;
        }
        try {
            return Verifications.of(options);
        } catch (IllegalArgumentException e) {
            mistakes.add(node.at(), "verify", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** @param overlay fields that win over those of every shape */
    private List<Shape> shapes(Node.Mapping top, @Nullable Node overlay) {
        Node node = top.get("shapes");
        if (node == null) {
            return List.of(shape(top, null, overlay, ""));
        }
        if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
            mistakes.add(node.at(), "shapes", "expected a list of shapes, not " + node.describe());
            return List.of();
        }
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            String path = "shapes[" + i + "]";
            if (sequence.items().get(i) instanceof Node.Mapping mapping) {
                knownKeys(mapping, path, IN_SHAPE);
                shapes.add(shape(top, mapping, overlay, path));
            } else {
                mistakes.add(sequence.items().get(i).at(), path, "expected a shape with 'given' and 'fields'");
            }
        }
        return List.copyOf(shapes);
    }

    private Shape shape(Node.Mapping top, Node.@Nullable Mapping own, @Nullable Node overlay, String path) {
        Node given = own == null ? null : own.get("given");
        Node when = either(top, own, "when");
        Node upper = own == null ? null : own.get("fields");
        Node lower = top.get("fields");
        Map<String, FieldSource> sources = new LinkedHashMap<>();
        if (lower != null) {
            fields.into(sources, lower, "fields");
        }
        if (upper != null) {
            fields.into(sources, upper, path + ".fields");
        }
        if (overlay != null) {
            fields.into(sources, overlay, "fields");
        }
        Node delivery = either(top, own, "delivery-id");
        return new Shape(
                given == null ? event -> true : When.read(given, path + ".given", mistakes),
                text(either(top, own, "each"), "each"),
                yes(either(top, own, "table")),
                when == null ? event -> true : When.read(when, "when", mistakes),
                sources,
                texts(either(top, own, "drop"), "drop"),
                delivery == null ? null : template(delivery));
    }

    private static @Nullable Node either(Node.Mapping top, Node.@Nullable Mapping own, String key) {
        Node node = own == null ? null : own.get(key);
        return node == null ? top.get(key) : node;
    }

    private @Nullable Template template(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() != null
                ? fields.template(scalar, "delivery-id")
                : null;
    }

    private @Nullable String text(@Nullable Node node, String path) {
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String text && !text.isBlank()) {
            return text;
        }
        mistakes.add(
                node.at(), path, "expected the path of a list such as alerts or data.items, not " + node.describe());
        return null;
    }

    private List<String> texts(@Nullable Node node, String path) {
        List<String> all = new ArrayList<>();
        if (node != null) {
            for (Node item : node instanceof Node.Sequence sequence ? sequence.items() : List.of(node)) {
                if (item instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
                    all.add(text);
                } else {
                    mistakes.add(item.at(), path, "expected a list of paths, not " + item.describe());
                }
            }
        }
        return List.copyOf(all);
    }

    private boolean yes(@Nullable Node node) {
        if (node == null || (node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean)) {
            return node instanceof Node.Scalar scalar && Boolean.TRUE.equals(scalar.value());
        }
        mistakes.add(node.at(), "table", "expected true or false, not " + node.describe());
        return false;
    }

    private void knownKeys(Node.Mapping mapping, String path, Collection<String> known) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                mistakes.add(
                        entry.keyAt(), path.isEmpty() ? key : path + "." + key, "no such key here" + hint(key, known));
            }
        });
    }

    static String hint(String word, Collection<String> known) {
        return Suggestion.of(word, known)
                .map(found -> "; did you mean '" + found + "'?")
                .orElse("");
    }
}
