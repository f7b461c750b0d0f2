/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Node.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code dead-letters: FILE} stands for {@code dead-letters: {file: FILE}}, {@code store: none} for {@code store: {url: none}}:
 * most people want to say no more.
 */
final class ShortForms {

    static final String DEAD_LETTERS = "dead-letters";
    static final String STORE = "store";

    /** Sections, and the option that a text in their place is. */
    private static final Map<String, String> FORMS = Map.of(DEAD_LETTERS, "file", STORE, "url");

    private ShortForms() {}

    static @Nullable Node written(@Nullable Node main) {
        if (!(main instanceof Node.Mapping mapping)) {
            return main;
        }
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        FORMS.forEach((section, option) -> {
            if (mapping.get(section) instanceof Node.Scalar text && text.value() != null) {
                Node.Mapping written = new Node.Mapping(text.at(), Map.of(option, new Entry(text.at(), text)));
                entries.computeIfPresent(section, (key, entry) -> new Entry(entry.keyAt(), written));
            }
        });
        return new Node.Mapping(mapping.at(), entries);
    }

    /** The same for the schema of the file. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> schema(Map<String, Object> schema) {
        Map<String, Object> properties = (Map<String, Object>) schema.get("properties");
        if (properties == null) {
            throw new IllegalStateException("a schema without properties");
        }
        FORMS.keySet()
                .forEach(section -> properties.computeIfPresent(
                        section, (key, mapping) -> Map.of("anyOf", List.of(Map.of("type", "string"), mapping))));
        return schema;
    }
}
