/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds columns of a table's row to an event.
 *
 * @param by the field whose value is the key, as text
 * @param set event fields by the columns that fill them; empty: every column, under {@code prefix} and its own name
 * @param fallback columns of the row that stands for every key that the table lacks
 */
record Lookup(Table table, String by, Map<String, String> set, String prefix, Map<String, @Nullable Object> fallback) {

    /** Rows by key; values are scalars. */
    record Table(String name, Map<String, Map<String, @Nullable Object>> rows, java.util.Set<String> columns) {}

    void apply(Event event, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> row =
                event.text(by).map(table.rows()::get).orElse(fallback);
        if (set.isEmpty()) {
            row.forEach((column, value) -> Changes.put(fields, prefix + column, value));
            return;
        }
        set.forEach((field, column) -> {
            Object value = row.containsKey(column) ? row.get(column) : fallback.get(column);
            if (value != null || row.containsKey(column) || fallback.containsKey(column)) {
                Changes.put(fields, field, value);
            }
        });
    }
}
