/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes one event each. */
final class Items {

    /** The path of a body that is a list itself. */
    static final String BODY_ITSELF = ".";

    /** The field of an item that is no object. */
    private static final String VALUE = "value";

    private Items() {}

    /** Whether the list is not there at all; one that is null or empty says that there is nothing to tell. */
    static boolean missing(Shape shape, @Nullable Object body) {
        String each = shape.each();
        return each != null && !each.equals(BODY_ITSELF) && Tree.find(body, each) == Tree.ABSENT;
    }

    /** Never fails: what is no list is its own only item. */
    static List<@Nullable Object> of(Shape shape, @Nullable Object body) {
        String each = shape.each();
        if (each == null) {
            List<@Nullable Object> whole = new ArrayList<>();
            whole.add(body instanceof Map ? body : wrapped(body));
            return whole;
        }
        Object found = each.equals(BODY_ITSELF) ? body : Tree.find(body, each);
        if (found == null || found == Tree.ABSENT) {
            return new ArrayList<>();
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : found instanceof List<?> list ? list : List.of(found)) {
            if (shape.table() && item instanceof Map<?, ?> table) {
                rows(table, items);
            } else if (item != null) {
                items.add(item instanceof Map ? item : wrapped(item));
            }
        }
        return items;
    }

    private static Map<String, @Nullable Object> wrapped(@Nullable Object value) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put(VALUE, value);
        return item;
    }

    /** Each row by the names of the columns, and what else the table has behind {@code table.}. */
    private static void rows(Map<?, ?> table, List<@Nullable Object> items) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        table.forEach((name, value) -> {
            if (!"columns".equals(name) && !"values".equals(name)) {
                rest.put(String.valueOf(name), value);
            }
        });
        List<?> columns = table.get("columns") instanceof List<?> list ? list : List.of();
        if (!(table.get("values") instanceof List<?> rows) || rows.isEmpty()) {
            return;
        }
        for (Object row : rows) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            List<?> cells = row instanceof List<?> list ? list : Collections.singletonList(row);
            for (int i = 0; i < cells.size(); i++) {
                boolean named = i < columns.size() && columns.get(i) instanceof String name && !name.isEmpty();
                item.put(named ? String.valueOf(columns.get(i)) : "column." + i, cells.get(i));
            }
            item.put("table", rest);
            items.add(item);
        }
    }

    /** The document around a list; the list itself would be kept with every item of it. */
    static @Nullable Object without(@Nullable Object body, String path) {
        if (!(body instanceof Map<?, ?> map) || path.equals(BODY_ITSELF)) {
            return null;
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (path.startsWith(name + ".") && value instanceof Map) {
                rest.put(name, without(value, path.substring(name.length() + 1)));
            } else if (!path.equals(name) && !path.startsWith(name + ".")) {
                rest.put(name, value);
            }
        });
        return rest;
    }
}
