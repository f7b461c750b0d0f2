/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (draft 2020-12) of options, as plain maps. A fragment refers to {@code #/$defs/substituted}, which {@link
 * #document} adds: put fragments together and wrap the whole once.
 */
public final class JsonSchema {

    private static final Map<String, Object> SUBSTITUTED = Map.of("$ref", "#/$defs/substituted");
    private static final List<String> TEXTS = List.of("string", "number", "boolean");

    private JsonSchema() {}

    /** A whole schema around a fragment. */
    public static Map<String, Object> document(String title, Map<String, Object> fragment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", title);
        document.putAll(fragment);
        document.put(
                "$defs",
                Map.of(
                        "substituted",
                        ordered(
                                "description",
                                "Filled in from the environment or a file, then read as the option's type.",
                                "type",
                                "string",
                                "pattern",
                                "\\$\\{(env|file):[^}]+\\}")));
        return document;
    }

    /** The fragment of a record: an object with its options and nothing else. */
    public static Map<String, Object> of(Class<? extends Record> type) {
        return object(Options.of(type), new LinkedHashMap<>());
    }

    /**
     * The fragment of an object that has these options, and others besides.
     *
     * @param others schemas of the keys that are not the record's
     */
    static Map<String, Object> object(List<OptionInfo> options, Map<String, Object> others) {
        Map<String, Object> properties = new LinkedHashMap<>(others);
        List<String> required = new ArrayList<>();
        for (OptionInfo option : options) {
            properties.put(option.name(), property(option));
            if (option.required()) {
                required.add(option.name());
            }
        }
        Map<String, Object> schema = ordered("type", "object", "additionalProperties", false, "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** The fragment of one option, with its sentence and default. */
    static Map<String, Object> property(OptionInfo option) {
        Map<String, Object> property = new LinkedHashMap<>();
        if (!option.sentence().isEmpty()) {
            property.put("description", option.sentence());
        }
        Node fallback = option.fallback().isEmpty()
                ? null
                : Fallbacks.node(option, new Position("default", 1, 1), new Mistakes());
        Object plain = fallback == null ? null : fallback.plain();
        if (plain != null) {
            property.put("default", plain);
        }
        property.putAll(type(option.type(), option.nested()));
        return property;
    }

    private static Map<String, Object> type(OptionType type, List<OptionInfo> nested) {
        if (type instanceof OptionType.Maybe maybe) {
            return anyOf(type(maybe.of(), nested), Map.of("enum", Collections.unmodifiableList(emptyValues())));
        }
        if (type instanceof OptionType.Many many) {
            Map<String, Object> item = type(many.of(), nested);
            Map<String, Object> list = ordered("type", "array", "items", item);
            boolean single = many.of() instanceof OptionType.Scalar || many.of() instanceof OptionType.Choice;
            return single ? anyOf(list, item, Map.of("type", "null")) : anyOf(list, Map.of("type", "null"));
        }
        if (type instanceof OptionType.Named named) {
            return ordered("type", List.of("object", "null"), "additionalProperties", type(named.of(), nested));
        }
        if (type instanceof OptionType.Nested) {
            Map<String, Object> object = object(nested, new LinkedHashMap<>());
            if (!object.containsKey("required")) {
                object.put("type", List.of("object", "null"));
            }
            return object;
        }
        if (type instanceof OptionType.Choice choice) {
            return anyOf(Map.of("enum", choice.names()), SUBSTITUTED);
        }
        return type instanceof OptionType.Scalar scalar ? scalar(scalar) : new LinkedHashMap<>();
    }

    private static Map<String, Object> scalar(OptionType.Scalar scalar) {
        return switch (scalar) {
            case TEXT, TEMPLATE -> ordered("type", TEXTS);
            case SECRET -> ordered("type", TEXTS, "minLength", 1);
            case URI, PATH -> ordered("type", "string", "minLength", 1);
            case BOOLEAN -> anyOf(Map.of("type", "boolean"), SUBSTITUTED);
            case INT ->
                anyOf(
                        ordered("type", "integer", "minimum", Integer.MIN_VALUE, "maximum", Integer.MAX_VALUE),
                        SUBSTITUTED);
            case LONG ->
                anyOf(ordered("type", "integer", "minimum", Long.MIN_VALUE, "maximum", Long.MAX_VALUE), SUBSTITUTED);
            case DOUBLE -> anyOf(Map.of("type", "number"), SUBSTITUTED);
            case DURATION -> quantity(Durations.PATTERN);
            case SIZE -> quantity(ByteSize.PATTERN);
        };
    }

    private static Map<String, Object> quantity(String pattern) {
        return anyOf(
                ordered("type", "string", "pattern", pattern), ordered("type", "integer", "minimum", 0), SUBSTITUTED);
    }

    private static List<@Nullable Object> emptyValues() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(null);
        values.add("");
        return values;
    }

    private static Map<String, Object> anyOf(Object... choices) {
        return ordered("anyOf", List.of(choices));
    }

    /** A changeable map of keys and values in turn; null is no value here. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
