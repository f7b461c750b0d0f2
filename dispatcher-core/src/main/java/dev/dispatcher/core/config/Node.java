/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A piece of a YAML file that knows where it stands. Immutable. */
public sealed interface Node {

    Position at();

    /**
     * A single value.
     *
     * @param value {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger}, {@code BigDecimal} or null
     * @param text as it stands in the file, after substitution
     * @param secret true when a part of it was substituted from the environment or a file: never show it. Its value is
     *     then always the text, whatever it looks like: read the text as the type that is expected. Null when it is {@link
     *     #broken}
     * @param filled what came from the environment or a file, piece by piece, without defaults
     */
    record Scalar(Position at, @Nullable Object value, String text, boolean secret, List<String> filled)
            implements Node {

        /** With the whole text as the piece that was filled in, if it is secret. */
        public Scalar(Position at, @Nullable Object value, String text, boolean secret) {
            this(at, value, text, secret, secret && !text.isEmpty() ? List.of(text) : List.of());
        }

        /** True when something could not be substituted: that is reported already, and there is no value. */
        public boolean broken() {
            return secret && value == null;
        }

        /** The value; of what was substituted, the value that the text would have if it stood in the file itself. */
        public @Nullable Object typed() {
            return secret && value != null ? NodeBuilder.typed(text) : value;
        }

        /** Not the text: it may be secret. */
        @Override
        public String toString() {
            return at + " " + describe();
        }
    }

    /** A list. */
    record Sequence(Position at, List<Node> items) implements Node {}

    /**
     * A mapping.
     *
     * @param entries in the order of the file
     */
    record Mapping(Position at, Map<String, Entry> entries) implements Node {

        /** The value under a key; null when the key is not there. */
        public @Nullable Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }
    }

    /** A value and where its key stands. */
    record Entry(Position keyAt, Node value) {}

    /** For messages: {@code a mapping}, {@code a list}, or {@code 'the text'} ({@code '****'} where it is secret). */
    default String describe() {
        if (this instanceof Scalar scalar) {
            String line = scalar.text().replaceAll("[\\p{Cntrl}\\s]+", " ");
            String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
            return scalar.value() == null ? "nothing" : scalar.secret() ? "'****'" : "'" + shown + "'";
        }
        return this instanceof Sequence ? "a list" : "a mapping";
    }

    /** Everything in it that came from the environment or a file, for masking. */
    default Stream<String> filledIn() {
        if (this instanceof Scalar scalar) {
            return scalar.filled().stream();
        }
        if (this instanceof Sequence sequence) {
            return sequence.items().stream().flatMap(Node::filledIn);
        }
        return ((Mapping) this)
                .entries().values().stream().flatMap(entry -> entry.value().filledIn());
    }

    /** The plain value: {@code Map}, {@code List} or scalar, as JSON has them. */
    default @Nullable Object plain() {
        if (this instanceof Scalar scalar) {
            return scalar.value();
        }
        if (this instanceof Sequence sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            sequence.items().forEach(item -> list.add(item.plain()));
            return list;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        ((Mapping) this)
                .entries()
                .forEach((key, entry) -> map.put(key, entry.value().plain()));
        return map;
    }
}
