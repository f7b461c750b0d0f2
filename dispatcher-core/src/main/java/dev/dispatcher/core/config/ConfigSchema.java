/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of {@code dispatcher.yaml} for exactly the plugins that are installed. */
public final class ConfigSchema {

    /** Options records without a single component: what is passed when there is no top-level option. */
    record Nothing() {}

    private ConfigSchema() {}

    /** As {@link #dispatcher(Map, Map, Map, Class, Class, Class)}, without options at the top of the file. */
    public static Map<String, Object> dispatcher(
            Map<String, ? extends Class<? extends Record>> sinks,
            Map<String, ? extends Class<? extends Record>> portals,
            Map<String, ? extends Class<? extends Record>> hostSections,
            Class<? extends Record> delivery,
            Class<? extends Record> intake) {
        return dispatcher(sinks, portals, hostSections, delivery, intake, Nothing.class);
    }

    /**
     * The whole schema, as plain maps.
     *
     * @param sinks the options of each sink type
     * @param portals the options of each portal type
     * @param hostSections the host's own sections beside {@code sinks} and {@code portals}, such as {@code http}
     * @param delivery the options under {@code delivery} in each sink
     * @param intake the options under {@code intake} in each portal
     * @param top the host's options that stand at the top of the file itself
     */
    public static Map<String, Object> dispatcher(
            Map<String, ? extends Class<? extends Record>> sinks,
            Map<String, ? extends Class<? extends Record>> portals,
            Map<String, ? extends Class<? extends Record>> hostSections,
            Class<? extends Record> delivery,
            Class<? extends Record> intake,
            Class<? extends Record> top) {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("portals", instances("The ways in, by name.", portals, "intake", intake));
        sections.put("sinks", instances("The destinations, by name.", sinks, "delivery", delivery));
        hostSections.forEach((name, type) -> sections.put(name, orNothing(JsonSchema.of(type))));
        return JsonSchema.document("dispatcher.yaml", JsonSchema.object(Options.of(top), sections));
    }

    private static Map<String, Object> instances(
            String sentence,
            Map<String, ? extends Class<? extends Record>> types,
            String hostWord,
            Class<? extends Record> host) {
        Map<String, Object> hostSchema = orNothing(JsonSchema.of(host));
        List<Object> branches = new ArrayList<>();
        types.forEach((name, options) -> branches.add(branch(name, options, hostWord, hostSchema)));
        Map<String, Object> instance = JsonSchema.ordered(
                "type",
                "object",
                "required",
                List.of("type"),
                "properties",
                Map.of("type", Map.of("enum", List.copyOf(types.keySet()))));
        if (!branches.isEmpty()) {
            instance.put("allOf", branches);
        }
        return JsonSchema.ordered(
                "description", sentence, "type", List.of("object", "null"), "additionalProperties", instance);
    }

    private static Map<String, Object> branch(
            String name, Class<? extends Record> options, String hostWord, Map<String, Object> hostSchema) {
        Map<String, Object> isType = Map.of("const", name);
        Map<String, Object> hostWords = JsonSchema.ordered("type", isType, hostWord, hostSchema);
        return JsonSchema.ordered(
                "if",
                JsonSchema.ordered("required", List.of("type"), "properties", Map.of("type", isType)),
                "then",
                JsonSchema.object(Options.of(options), hostWords));
    }

    /** A section whose lines are all commented out is nothing, which the binder takes for an empty one. */
    private static Map<String, Object> orNothing(Map<String, Object> object) {
        if (!object.containsKey("required")) {
            object.put("type", List.of("object", "null"));
        }
        return object;
    }
}
