/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.template.Templates;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of a rules file, for editors. Checks shapes; only reading a file checks everything. */
public final class RulesSchema {

    private RulesSchema() {}

    /**
     * @param sinks the names that {@code to} may use; empty: any name
     */
    public static Map<String, Object> of(Collection<String> sinks) {
        Map<String, Object> sink = sinks.isEmpty()
                ? described(type("string"), "The name of a sink.")
                : described(Map.of("enum", sinks.stream().sorted().toList()), "The name of a sink of dispatcher.yaml.");
        Map<String, Object> defs = new LinkedHashMap<>();
        defs.put("sink", sink);
        defs.put("sinks", Map.of("oneOf", List.of(ref("sink"), list(ref("sink"), true))));
        defs.put("scalar", Map.of("type", List.of("string", "number", "boolean", "null")));
        defs.put("scalars", Map.of("type", "object", "additionalProperties", ref("scalar")));
        defs.put("texts", Map.of("type", "object", "additionalProperties", type("string")));
        defs.put("value", Map.of("oneOf", List.of(ref("scalar"), list(ref("item"), true), ref("operators"))));
        defs.put("item", Map.of("oneOf", List.of(ref("scalar"), ref("operators"))));
        defs.put("operators", operators());
        defs.put("when", when());
        defs.put("lookup", lookup());
        defs.put("rule", rule());
        defs.put("test", test(sinks));
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("lookups", Map.of("type", "object", "additionalProperties", table()));
        top.put("rules", described(list(ref("rule"), false), "Asked in this order."));
        top.put(
                "otherwise",
                described(
                        Map.of("oneOf", List.of(ref("sink"), list(ref("sink"), false))),
                        "Sinks for events that no live rule matched."));
        top.put("tests", described(list(ref("test"), false), "Run before the rules are used."));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Rules of Dispatcher");
        schema.putAll(object(top, List.of()));
        schema.put("$defs", defs);
        return schema;
    }

    private static Map<String, Object> operators() {
        Map<String, Object> text = Map.of("oneOf", List.of(ref("scalar"), list(ref("scalar"), true)));
        Map<String, Object> number = Map.of("type", List.of("number", "string"));
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : Operators.NAMES) {
            all.put(
                    name,
                    switch (name) {
                        case "not" -> ref("value");
                        case "exists" -> type("boolean");
                        case "gt", "gte", "lt", "lte" -> Map.of("oneOf", List.of(number, list(number, true)));
                        case "at-least", "at-most" ->
                            described(type("string"), "One of " + Operators.SEVERITIES + ", or a usual synonym.");
                        default -> text;
                    });
        }
        Map<String, Object> schema = object(all, List.of());
        schema.put("minProperties", 1);
        return schema;
    }

    private static Map<String, Object> when() {
        Map<String, Object> special = new LinkedHashMap<>();
        special.put("all", list(ref("when"), true));
        special.put("any", list(ref("when"), true));
        special.put("not", Map.of("oneOf", List.of(ref("when"), list(ref("when"), true))));
        special.put(
                "field",
                described(
                        Map.of("type", "object", "additionalProperties", ref("value")),
                        "Fields whose name means something else here: all, any, not, field."));
        return described(
                Map.of("type", "object", "properties", special, "additionalProperties", ref("value")),
                "Conditions by field; all must be met.");
    }

    private static Map<String, Object> table() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("file", described(type("string"), "A .csv or .json file, relative to this one."));
        keys.put("key", described(type("string"), "The column with the key; default: the first."));
        keys.put(
                "rows",
                Map.of(
                        "type",
                        "object",
                        "additionalProperties",
                        Map.of("oneOf", List.of(ref("scalar"), ref("scalars")))));
        Map<String, Object> schema = object(keys, List.of());
        schema.put("oneOf", List.of(Map.of("required", List.of("file")), Map.of("required", List.of("rows"))));
        return schema;
    }

    private static Map<String, Object> lookup() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("table", described(type("string"), "One of 'lookups'."));
        keys.put("by", described(type("string"), "The field whose value is the key."));
        keys.put(
                "set",
                described(
                        Map.of("oneOf", List.of(ref("texts"), type("string"), list(type("string"), true))),
                        "Columns by event field, or a list of columns."));
        keys.put("prefix", described(type("string"), "Stands before the column's name."));
        keys.put("default", described(ref("scalars"), "The row for a key that the table lacks."));
        return object(keys, List.of("table", "by"));
    }

    private static Map<String, Object> rule() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", described(type("string"), "For logs, metrics and explanations; unique."));
        keys.put("when", ref("when"));
        keys.put("lookup", Map.of("oneOf", List.of(ref("lookup"), list(ref("lookup"), true))));
        keys.put("rename", described(ref("texts"), "New names by old names."));
        keys.put("remove", Map.of("oneOf", List.of(type("string"), list(type("string"), false))));
        keys.put(
                "set",
                described(
                        ref("scalars"),
                        "Values by field; texts are templates with the filters " + String.join(", ", Templates.FILTERS)
                                + "."));
        keys.put("to", described(ref("sinks"), "Who gets a copy."));
        keys.put("then", described(Map.of("enum", List.of("continue", "stop")), "Default: continue."));
        keys.put("mode", described(Map.of("enum", List.of("live", "shadow")), "Default: live."));
        keys.put("enabled", described(type("boolean"), "Default: true."));
        return object(keys, List.of());
    }

    private static Map<String, Object> test(Collection<String> sinks) {
        Map<String, Object> deliveries = Map.of(
                "oneOf",
                List.of(Map.of("type", "integer", "minimum", 0), Map.of("type", "array", "items", ref("scalars"))));
        Map<String, Object> bySink = new LinkedHashMap<>();
        bySink.put("type", "object");
        bySink.put("additionalProperties", deliveries);
        if (!sinks.isEmpty()) {
            bySink.put("propertyNames", Map.of("enum", sinks.stream().sorted().toList()));
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", type("string"));
        keys.put(
                "given",
                described(type("object"), "The fields of an event; id, timestamp, kind and message may lack."));
        keys.put("at", described(type("string"), "The time of the test, such as 2026-01-31T12:00:00Z."));
        keys.put(
                "expect",
                described(
                        Map.of("oneOf", List.of(Map.of("const", "ignored"), bySink)),
                        "What each sink gets: how many events, or a list of fields that they must have."));
        return object(keys, List.of("given", "expect"));
    }

    private static Map<String, Object> object(Map<String, Object> keys, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", keys);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> list(Map<String, Object> items, boolean filled) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", items);
        if (filled) {
            schema.put("minItems", 1);
        }
        return schema;
    }

    private static Map<String, Object> described(Map<String, Object> schema, String sentence) {
        Map<String, Object> described = new LinkedHashMap<>(schema);
        described.put("description", sentence);
        return described;
    }

    private static Map<String, Object> type(String type) {
        return Map.of("type", type);
    }

    private static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/$defs/" + name);
    }
}
