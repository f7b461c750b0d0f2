/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.adapter.Leaves.Leaf;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event in the making. It takes anything: what does not fit is shortened or left out, and {@link #CUT}
 * says how much of it. One thread.
 */
final class Assembly {

    /** How many values were left out or shortened, because of a limit. */
    static final String CUT = "adapter.cut";

    /** In front of the name of a value whose own name is taken by another. */
    static final String ORIGINAL = "original.";

    private static final Set<String> NAMED = Set.of(
            Event.ID,
            Event.TIMESTAMP,
            Event.KIND,
            Event.MESSAGE,
            Event.SOURCE,
            Event.SEVERITY,
            Event.VIEW_LINK,
            Event.ACK_LINK);

    private static final JacksonJson JSON = new JacksonJson();

    private final Limits limits;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final Set<String> moved = new HashSet<>();
    private long bytes;
    private int cut;

    Assembly(Limits limits) {
        this.limits = limits;
    }

    void map(Shape shape, Sight sight) {
        for (Map.Entry<String, FieldSource> field : shape.fields().entrySet()) {
            Object value = field.getValue().value(sight, moved::add);
            if (value == null || Tree.empty(value) || !fits(field.getKey())) {
                continue;
            }
            if (field.getKey().equals(Event.TIMESTAMP)) {
                String moment = Moments.read(value);
                if (moment == null) {
                    put(ORIGINAL + Event.TIMESTAMP, Tree.container(value) ? json(value) : value);
                } else {
                    put(Event.TIMESTAMP, moment);
                }
            } else if (Tree.container(value)) {
                put(field.getKey(), json(value));
            } else {
                put(field.getKey(), NAMED.contains(field.getKey()) ? String.valueOf(value) : value);
            }
            sight.made(field.getKey(), value);
        }
    }

    /**
     * Sets the message when no field did.
     *
     * @param names of what usually is one: the highest is taken, and of those the first of these names
     */
    void needMessage(Leaves leaves, List<String> names, String last) {
        if (fields.get(Event.MESSAGE) instanceof String message && !message.isBlank()) {
            return;
        }
        String found = leaves.all().stream()
                .filter(leaf -> leaf.value() instanceof String text && !text.isBlank())
                .filter(leaf -> names.contains(leaf.lastName()))
                .min(Comparator.comparingInt(Leaf::depth).thenComparingInt(leaf -> names.indexOf(leaf.lastName())))
                .map(leaf -> String.valueOf(leaf.value()).strip())
                .orElse(last);
        put(Event.MESSAGE, found);
    }

    /** Sets it unless there is one. */
    void need(String name, String value) {
        if (Tree.empty(fields.get(name))) {
            put(name, value);
        }
    }

    /** Keeps what is not a field yet, what lies highest first when not all of it fits. */
    void keep(Leaves leaves, Shape shape) {
        cut += leaves.left();
        int[] atDepth = new int[limits.depth() + 3];
        leaves.all().stream()
                .filter(leaf -> wanted(leaf, shape))
                .forEach(leaf -> atDepth[Math.min(leaf.depth(), atDepth.length - 1)]++);
        int free = room();
        int deepest = 0;
        while (deepest < atDepth.length - 1 && free >= atDepth[deepest]) {
            free -= atDepth[deepest++];
        }
        // all that lie higher, and of the deepest as many as there is room for
        int ofDeepest = free;
        for (Leaf leaf : leaves.all()) {
            if (!wanted(leaf, shape)) {
                continue;
            }
            boolean fits = leaf.depth() < deepest || (leaf.depth() == deepest && ofDeepest-- > 0);
            if (fits && room() > 0) {
                keep(leaf.name(), leaf.value());
            } else {
                cut++;
            }
        }
    }

    private boolean wanted(Leaf leaf, Shape shape) {
        return !moved.contains(leaf.name()) && !shape.drops(leaf.name());
    }

    private int room() {
        // the marker, and what is set when it is missing
        return limits.fields() - fields.size() - 4;
    }

    private void keep(String name, @Nullable Object value) {
        String free = name;
        if (NAMED.contains(name)) {
            boolean fitting = value instanceof String text
                    && !text.isBlank()
                    && (!name.equals(Event.TIMESTAMP) || Moments.read(text) != null);
            if (fitting && !fields.containsKey(name)) {
                put(name, name.equals(Event.TIMESTAMP) ? Moments.read(value) : value);
                return;
            }
            free = ORIGINAL + name;
        } else if (fields.containsKey(name)) {
            if (java.util.Objects.equals(fields.get(name), value)) {
                return;
            }
            free = ORIGINAL + name;
        }
        if (fields.containsKey(free) || !fits(free)) {
            cut++;
        } else {
            put(free, value);
        }
    }

    private boolean fits(String name) {
        return !name.isEmpty() && name.length() <= limits.fieldName();
    }

    private void put(String name, @Nullable Object value) {
        Object kept = value;
        if (value instanceof String text) {
            // half of the event at most, so that one field does not push out all others
            kept = shortened(text, (int)
                    Math.min(limits.fieldSize().bytes(), limits.eventSize().bytes() / 2));
        }
        long size = name.length() * 3L + (kept instanceof String text ? utf8(text) : 24);
        boolean needed = NAMED.contains(name) && !Event.VIEW_LINK.equals(name) && !Event.ACK_LINK.equals(name);
        if (!needed && bytes + size > limits.eventSize().bytes()) {
            cut++;
            return;
        }
        bytes += size;
        fields.put(name, kept);
    }

    private String shortened(String text, int most) {
        if (text.length() * 3L <= most || utf8(text) <= most) {
            return text;
        }
        cut++;
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        int end = most - 3;
        // not in the middle of a character
        while (end > 0 && (all[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(all, 0, end, StandardCharsets.UTF_8) + "…";
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String json(@Nullable Object value) {
        return new String(JSON.write(value), StandardCharsets.UTF_8);
    }

    Map<String, @Nullable Object> fields() {
        if (cut > 0) {
            fields.put(CUT, (long) cut);
        }
        return fields;
    }
}
