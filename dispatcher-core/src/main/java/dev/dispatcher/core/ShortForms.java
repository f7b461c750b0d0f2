/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Node.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code dead-letters: FILE} stands for {@code dead-letters: {file: FILE}}: most people want to say no more. */
final class ShortForms {

    static final String DEAD_LETTERS = "dead-letters";

    private ShortForms() {}

    static @Nullable Node written(@Nullable Node main) {
        if (!(main instanceof Node.Mapping mapping)
                || !(mapping.get(DEAD_LETTERS) instanceof Node.Scalar file)
                || file.value() == null) {
            return main;
        }
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        Node.Mapping written = new Node.Mapping(file.at(), Map.of("file", new Entry(file.at(), file)));
        entries.computeIfPresent(DEAD_LETTERS, (key, entry) -> new Entry(entry.keyAt(), written));
        return new Node.Mapping(mapping.at(), entries);
    }

    /** The same for the schema of the file. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> schema(Map<String, Object> schema) {
        Map<String, Object> properties = (Map<String, Object>) schema.get("properties");
        if (properties == null) {
            throw new IllegalStateException("a schema without properties");
        }
        properties.computeIfPresent(
                DEAD_LETTERS, (key, mapping) -> Map.of("anyOf", java.util.List.of(Map.of("type", "string"), mapping)));
        return schema;
    }
}
