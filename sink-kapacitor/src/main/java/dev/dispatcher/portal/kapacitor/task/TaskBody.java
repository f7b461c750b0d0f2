/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.task;

import dev.dispatcher.api.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody sent to make or change a task. Names are taken in any case, unknown ones are ignored, as the old API did; so
 * are those that it computed itself.
 */
public final class TaskBody {

    private static final List<String> EVERYWHERE = List.of("app", "slack", "post", "email");
    private static final List<String> MEMORY = List.of("dynotype", "crit", "warn", "window", "every");
    private static final List<String> NUMBERS = List.of("crit", "warn");

    private final Kind kind;
    private final Map<String, String> fields;

    private TaskBody(Kind kind, Map<String, String> fields) {
        this.kind = kind;
        this.fields = fields;
    }

    /** @throws Mistakes when it is no JSON object, or a field has the wrong type */
    public static TaskBody read(Kind kind, byte[] body, Json json) throws Mistakes {
        Object value;
        try {
            value = json.read(body);
        } catch (IOException e) {
            throw new Mistakes("the body should be a JSON object: " + e.getMessage());
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new Mistakes("the body should be a JSON object");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> wrong = new LinkedHashMap<>();
        object.forEach((key, each) -> {
            String name = key.toString().toLowerCase(Locale.ROOT);
            if (names(kind).contains(name)) {
                if (fields.containsKey(name)) {
                    wrong.put(name, "is there twice");
                } else if (each == null || each instanceof String) {
                    fields.put(name, tidy(name, each == null ? "" : (String) each));
                } else if (each instanceof Number number && NUMBERS.contains(name)) {
                    fields.put(name, new BigDecimal(number.toString()).toPlainString());
                } else {
                    wrong.put(name, NUMBERS.contains(name) ? "should be a number" : "should be a string");
                }
            }
        });
        if (!wrong.isEmpty()) {
            throw new Mistakes(wrong);
        }
        return new TaskBody(kind, fields);
    }

    private static List<String> names(Kind kind) {
        List<String> more = kind == Kind.MEMORY ? MEMORY : kind == Kind.ERRORS ? List.of("tolerance") : List.of();
        return Stream.concat(EVERYWHERE.stream(), more.stream()).toList();
    }

    private static String tidy(String name, String text) {
        if (name.equals("email")) {
            // nobody means a space in an address
            return text.isBlank()
                    ? ""
                    : Stream.of(text.split(",", -1)).map(String::strip).collect(Collectors.joining(","));
        }
        if (name.equals("slack") && !text.isEmpty() && !text.startsWith("#") && !text.startsWith("@")) {
            return "#" + text;
        }
        return text;
    }

    /** @throws Mistakes with every field that is wrong */
    public Task task() throws Mistakes {
        return Checks.checked(Task.of(kind, fields));
    }

    /**
     * Which task it is about.
     *
     * @throws Mistakes when that is not said
     */
    public String id() throws Mistakes {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String key : kind == Kind.MEMORY ? List.of("app", "dynotype") : List.of("app")) {
            if (fields.getOrDefault(key, "").isEmpty()) {
                wrong.put(key, "is needed to know which task to change");
            }
        }
        if (!wrong.isEmpty()) {
            throw new Mistakes(wrong);
        }
        return Task.id(kind, fields.getOrDefault("app", ""), fields.getOrDefault("dynotype", ""));
    }

    /**
     * What it was, with what was sent in its place; what was not sent stays.
     *
     * @throws Mistakes with every field that is wrong then
     */
    public Task over(Task old) throws Mistakes {
        Map<String, String> all = new LinkedHashMap<>(old.fields());
        all.putAll(fields);
        return Checks.checked(Task.of(kind, all));
    }
}
