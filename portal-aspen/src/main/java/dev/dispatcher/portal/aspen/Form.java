/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was sent, and everything that is wrong with it. */
final class Form {

    /** What an event has of its own: a sender's field of that name is kept under another. */
    private static final Set<String> TAKEN = Set.of(
            Event.ID,
            Event.TIMESTAMP,
            Event.KIND,
            Event.MESSAGE,
            Event.SOURCE,
            Event.SEVERITY,
            Event.VIEW_LINK,
            Event.ACK_LINK,
            Event.CAUSED_BY,
            Event.HOPS,
            "channels",
            "cluster_unknown");

    /** One field that is wrong. */
    record Fault(String field, String error) {}

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    Form(Map<?, ?> sent) {
        sent.forEach((name, value) -> values.put((String) name, value));
    }

    List<Fault> faults() {
        return faults;
    }

    void wrong(String field, String error) {
        faults.add(new Fault(field, error));
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    @Nullable
    Object get(String field) {
        return values.get(field);
    }

    void put(String field, Object value) {
        values.put(field, value);
    }

    void putIfAbsent(String field, Object value) {
        if (!has(field)) {
            values.put(field, value);
        }
    }

    /** As text without double quotes and blanks around it; empty when it is missing or null. */
    String text(String field) {
        Object value = values.get(field);
        return value == null || value instanceof Map<?, ?> || value instanceof List<?>
                ? ""
                : value.toString().replace("\"", "").strip();
    }

    /** Says what is wrong with these where they are neither texts nor numbers nor null. */
    void texts(Iterable<String> fields) {
        for (String field : fields) {
            Object value = values.get(field);
            if (value != null && !(value instanceof String) && !(value instanceof Number)) {
                wrong(field, "should be a text, not " + described(value));
            }
        }
    }

    void required(String field) {
        if (!has(field)) {
            wrong(field, "the field is missing");
        } else if (values.get(field) == null
                || (values.get(field) instanceof String && text(field).isEmpty())) {
            wrong(field, "should be a text, not " + (values.get(field) == null ? "null" : "an empty one"));
        }
    }

    static String described(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        if (value instanceof List<?>) {
            return "a list";
        }
        return value instanceof String ? "a text" : String.valueOf(value);
    }

    /** Everything that was sent or found out; what has the name of an event's own field becomes {@code aspen.NAME}. */
    void addTo(Map<String, @Nullable Object> event) {
        String message = String.valueOf(event.get(Event.MESSAGE));
        values.forEach((name, value) -> {
            if (!TAKEN.contains(name)) {
                event.put(name, value);
            } else if (!name.equals(Event.MESSAGE) || !message.equals(String.valueOf(value))) {
                event.put("aspen." + name, value);
            }
        });
    }
}
