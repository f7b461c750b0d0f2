/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A task as Kapacitor is to run it.
 *
 * @param vars said beside the script, which does not use them; an import reads the task from them
 * @param topic where Kapacitor keeps the state of the alert
 */
public record Definition(
        String id, String database, String retentionPolicy, String script, Map<String, Object> vars, String topic) {

    /** By this name among the vars a task is known to be made here. */
    public static final String MADE_BY = "madeby";

    /** The value of {@link #MADE_BY}. */
    public static final String US = "dispatcher";

    public static Definition of(Task task, Settings settings) {
        Tick script = Scripts.of(task, settings);
        return new Definition(
                task.id(),
                settings.database(),
                settings.retentionPolicy(),
                script.toString(),
                vars(task),
                "main:" + task.id() + ":alert" + script.nodes());
    }

    private static Map<String, Object> vars(Task task) {
        Map<String, Object> vars = new LinkedHashMap<>();
        text(vars, "type", "batch");
        if (task.kind() == Kind.ERRORS) {
            text(vars, "sigma", Scripts.sigma(task.tolerance()));
        }
        if (task.kind() == Kind.MEMORY) {
            text(vars, "metric", Scripts.MEMORY);
        }
        task.fields().forEach((name, value) -> {
            switch (name) {
                case "dynotype" -> text(vars, "dynotyperequest", value);
                case "crit", "warn" -> number(vars, name, value);
                default -> text(vars, name, value);
            }
        });
        if (task.kind() == Kind.ERRORS) {
            text(vars, "id", task.id());
        }
        text(vars, MADE_BY, US);
        return vars;
    }

    private static void text(Map<String, Object> vars, String name, String value) {
        if (!value.isEmpty()) {
            vars.put(name, Map.of("type", "string", "value", value, "description", name));
        }
    }

    private static void number(Map<String, Object> vars, String name, String value) {
        BigDecimal number = new BigDecimal(value);
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        Object exact = whole ? (Object) number.longValueExact() : number;
        vars.put(name, Map.of("type", whole ? "int" : "float", "value", exact, "description", name));
    }

    /** The body that makes or replaces the task. */
    public Map<String, Object> body(boolean enabled) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("type", "batch");
        body.put("dbrps", List.of(dbrp()));
        body.put("script", script);
        body.put("vars", vars);
        body.put("status", enabled ? "enabled" : "disabled");
        return body;
    }

    /** The one database and retention policy that it reads. */
    public Map<String, String> dbrp() {
        Map<String, String> dbrp = new LinkedHashMap<>();
        dbrp.put("db", database);
        dbrp.put("rp", retentionPolicy);
        return dbrp;
    }

    /** Without the script, which may hold tokens. */
    @Override
    public String toString() {
        return id;
    }
}
