/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.template.Similar;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all readers of a rules file need: looking at nodes, and saying what is wrong with them. */
class FileReader {

    final RulesContext context;
    final Mistakes mistakes;

    FileReader(RulesContext context) {
        this.context = context;
        this.mistakes = context.mistakes();
    }

    void wrong(Position at, String path, String message) {
        mistakes.add(at, path, message);
    }

    Node.@Nullable Mapping mapping(Node node, String path, String what) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        wrong(node.at(), path, "expected " + what + ", not " + node.describe());
        return null;
    }

    List<Node> list(Node node, String path, String what) {
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        if (!(node instanceof Node.Scalar scalar && scalar.value() == null)) {
            wrong(node.at(), path, "expected " + what + ", not " + node.describe());
        }
        return List.of();
    }

    @Nullable
    String text(Node node, String path) {
        if (node instanceof Node.Scalar scalar
                && scalar.value() != null
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        wrong(node.at(), path, "expected a text, not " + node.describe());
        return null;
    }

    @Nullable
    Boolean yes(Node node, String path) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean value) {
            return value;
        }
        wrong(node.at(), path, "expected true or false, not " + node.describe());
        return null;
    }

    @Nullable
    String word(Node node, String path, List<String> known) {
        if (node instanceof Node.Scalar scalar && known.contains(scalar.text())) {
            return scalar.text();
        }
        String hint = node instanceof Node.Scalar scalar && !scalar.secret() ? Similar.hint(scalar.text(), known) : "";
        wrong(node.at(), path, "expected one of " + known + ", not " + node.describe() + hint);
        return null;
    }

    void knownKeys(Node.Mapping mapping, String path, Collection<String> known) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                wrong(entry.keyAt(), path(path, key), "no such key here" + Similar.hint(key, known));
            }
        });
    }

    static String path(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** For messages that would repeat a value: nothing of it when it is secret. */
    static String reason(IllegalArgumentException e, boolean secret, String otherwise) {
        return secret || e.getMessage() == null ? otherwise : e.getMessage();
    }
}
