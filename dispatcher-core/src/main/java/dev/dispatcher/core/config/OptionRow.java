/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.ArrayList;
import java.util.List;

/** One line of a reference: an option with its way from the top, such as {@code http.tls.verify} or {@code adapters[].name}. */
record OptionRow(String path, OptionInfo option) {

    static List<OptionRow> of(List<OptionInfo> options) {
        List<OptionRow> rows = new ArrayList<>();
        add("", options, rows);
        return List.copyOf(rows);
    }

    private static void add(String above, List<OptionInfo> options, List<OptionRow> rows) {
        for (OptionInfo option : options) {
            rows.add(new OptionRow(above + option.name(), option));
            add(above + option.name() + step(option.type()), option.nested(), rows);
        }
    }

    private static String step(OptionType type) {
        if (type instanceof OptionType.Maybe maybe) {
            return step(maybe.of());
        }
        if (type instanceof OptionType.Many many) {
            return "[]" + step(many.of());
        }
        return type instanceof OptionType.Named named ? ".NAME" + step(named.of()) : ".";
    }

    /** {@code required}, {@code optional} or {@code default 10s}. */
    String presence() {
        return option.required()
                ? "required"
                : option.fallback().isEmpty() ? "optional" : "default " + option.fallback();
    }
}
