/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.client;

import dev.dispatcher.portal.kapacitor.script.Definition;
import java.util.List;
import java.util.Map;

/**
 * A task as Kapacitor has it.
 *
 * @param script as it was sent, not as Kapacitor formats it
 * @param error what went wrong with it; empty when nothing did
 */
public record Found(
        String id,
        String script,
        boolean enabled,
        boolean executing,
        String error,
        List<Object> dbrps,
        Map<?, ?> vars) {

    /** Whether it is just what it should be. One that does not run although it should is not. */
    public boolean is(Definition definition) {
        return enabled && executing && script.equals(definition.script()) && dbrps.equals(List.of(definition.dbrp()));
    }

    /** Whether it was made here, rather than by hand or by another program. */
    public boolean ours() {
        return Definition.US.equals(var(Definition.MADE_BY));
    }

    /** The value of a var as text; empty when there is none. */
    public String var(String name) {
        return vars.get(name) instanceof Map<?, ?> var && var.get("value") != null
                ? String.valueOf(var.get("value"))
                : "";
    }
}
