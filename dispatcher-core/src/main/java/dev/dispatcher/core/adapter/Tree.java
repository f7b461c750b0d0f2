/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain JSON values as senders nest them: found by path, and made harmless. */
final class Tree {

    /** What {@link #find} gives for a path that leads nowhere; null is a value. */
    static final Object ABSENT = new Object();

    private static final int MOST_DIGITS = 1000;
    private static final int LARGEST_EXPONENT = 10_000;
    /** With more digits a number is text in a template: counting with 1e9999 would take all memory. */
    private static final int DIGITS_IN_TEMPLATES = 40;

    private Tree() {}

    /** Changes in place what no event can hold: halves of surrogate pairs, and numbers without bounds. */
    static @Nullable Object clean(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> clean = new LinkedHashMap<>();
            map.forEach((key, value) -> clean.put(text(String.valueOf(key)), clean(value)));
            return clean;
        }
        if (node instanceof List<?> list) {
            List<@Nullable Object> clean = new ArrayList<>(list.size());
            list.forEach(item -> clean.add(clean(item)));
            return clean;
        }
        if (node instanceof String text) {
            return text(text);
        }
        return node instanceof Number number && unwieldy(number, MOST_DIGITS, LARGEST_EXPONENT)
                ? number.toString()
                : node;
    }

    private static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // what has no UTF-8 becomes a question mark
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private static boolean unwieldy(Number number, int digits, int exponent) {
        if (number instanceof BigInteger big) {
            return big.bitLength() > digits * 3;
        }
        return number instanceof BigDecimal decimal
                && (decimal.precision() > digits || Math.abs((long) decimal.scale()) > exponent);
    }

    /** A list or map as a template may see it: with numbers that are cheap to count with. */
    static @Nullable Object lent(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> lent = new LinkedHashMap<>();
            map.forEach((key, value) -> lent.put(String.valueOf(key), lent(value)));
            return lent;
        }
        if (node instanceof List<?> list) {
            List<@Nullable Object> lent = new ArrayList<>(list.size());
            list.forEach(item -> lent.add(lent(item)));
            return lent;
        }
        return node instanceof Number number && unwieldy(number, DIGITS_IN_TEMPLATES, DIGITS_IN_TEMPLATES)
                ? number.toString()
                : node;
    }

    /**
     * What stands at a path of names and places in lists, with dots between them: {@code alerts.0.labels.job}. A name that
     * has dots itself is found too.
     */
    static @Nullable Object find(@Nullable Object node, String path) {
        if (node instanceof Map<?, ?> map) {
            if (map.containsKey(path)) {
                return map.get(path);
            }
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                String name = path.substring(0, dot);
                if (map.containsKey(name)) {
                    Object found = find(map.get(name), path.substring(dot + 1));
                    if (found != ABSENT) {
                        return found;
                    }
                }
            }
            return ABSENT;
        }
        return node instanceof List<?> list ? item(list, path) : ABSENT;
    }

    private static @Nullable Object item(List<?> list, String path) {
        int dot = path.indexOf('.');
        String place = dot < 0 ? path : path.substring(0, dot);
        if (!place.matches("\\d{1,8}") || Integer.parseInt(place) >= list.size()) {
            return ABSENT;
        }
        Object item = list.get(Integer.parseInt(place));
        return dot < 0 ? item : find(item, path.substring(dot + 1));
    }

    static boolean container(@Nullable Object value) {
        return value instanceof Map || value instanceof List;
    }

    /** Nothing worth being a field: missing, null, an empty text, list or object. */
    static boolean empty(@Nullable Object value) {
        return value == null
                || value == ABSENT
                || (value instanceof String text && text.isBlank())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }
}
