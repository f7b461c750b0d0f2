/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defaults of options, read as if they stood in the file. */
final class Fallbacks {

    private Fallbacks() {}

    /**
     * The default as a node; null with a mistake when it cannot be read. Where one text is expected it is taken as it is
     * unless it is in quotes, so that an author can write {@code {{ message }}} without them.
     */
    static @Nullable Node node(OptionInfo option, Position at, Mistakes mistakes) {
        OptionType type = option.type();
        while (type instanceof OptionType.Maybe maybe) {
            type = maybe.of();
        }
        String text = option.fallback();
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        if (!quoted && (type instanceof OptionType.Choice || isText(type))) {
            return new Node.Scalar(at, text, text, false);
        }
        Mistakes own = new Mistakes();
        Node node = YamlReader.read("default", text, Substitution.none(), own);
        own.sorted().forEach(mistake -> mistakes.add(at, option.name(), mistake.message()));
        return node == null ? null : moved(node, at);
    }

    private static boolean isText(OptionType type) {
        return type instanceof OptionType.Scalar scalar
                && switch (scalar) {
                    case BOOLEAN, INT, LONG, DOUBLE -> false;
                    default -> true;
                };
    }

    /** What is wrong with a default; the same conversion as for what the user writes. */
    static List<String> check(OptionInfo option, TemplateCompiler templates) {
        Mistakes mistakes = new Mistakes();
        Position at = new Position("default", 1, 1);
        BindContext context = new BindContext("default", mistakes, templates, Path.of(""), secret -> {});
        Node node = node(option, at, mistakes);
        if (node != null) {
            new RecordBinding(context).value(option.name(), option.type(), node, option.name());
        }
        return mistakes.sorted().stream().map(Mistake::message).toList();
    }

    private static Node moved(Node node, Position at) {
        if (node instanceof Node.Scalar scalar) {
            return new Node.Scalar(at, scalar.value(), scalar.text(), false);
        }
        if (node instanceof Node.Sequence sequence) {
            return new Node.Sequence(
                    at, sequence.items().stream().map(item -> moved(item, at)).toList());
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        ((Node.Mapping) node)
                .entries()
                .forEach((key, entry) -> entries.put(key, new Node.Entry(at, moved(entry.value(), at))));
        return new Node.Mapping(at, entries);
    }
}
