/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import dev.dispatcher.api.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an event of nested maps and lists. */
final class MapEvent {

    private MapEvent() {}

    static Event of(Map<?, ?> fields, Limits limits, Stamp stamp) throws Refusal {
        Draft draft = new Draft(limits);
        map(draft, "", fields, 0);
        draft.checkSurrogates();
        return draft.finish(stamp, null, 0, 0);
    }

    private static void map(Draft draft, String prefix, Map<?, ?> map, int depth) throws Refusal {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw Refusal.of(null, "a field's name is a text, not " + entry.getKey());
            }
            value(draft, prefix + name, entry.getValue(), depth);
        }
    }

    private static void value(Draft draft, String name, @Nullable Object value, int depth) throws Refusal {
        if (value instanceof Map<?, ?> map) {
            draft.container(name, "an object");
            draft.checkDepth(name, depth + 1);
            map(draft, name + '.', map, depth + 1);
        } else if (value instanceof List<?> list) {
            draft.container(name, "an array");
            draft.checkDepth(name, depth + 1);
            int index = 0;
            for (Object item : list) {
                value(draft, name + '.' + index++, item, depth + 1);
            }
        } else {
            draft.add(name, plain(name, value));
        }
    }

    private static @Nullable Object plain(String name, @Nullable Object value) throws Refusal {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw Refusal.of(Draft.shown(name), "JSON has no " + value);
            }
            return number;
        }
        if (value instanceof Instant || value instanceof Enum<?>) {
            return value.toString();
        }
        throw Refusal.of(
                Draft.shown(name),
                "a text, number, boolean or null is expected, not a "
                        + value.getClass().getSimpleName());
    }
}
