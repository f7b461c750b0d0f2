/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.Template.Escape;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule does to its copy of the event, in this order: lookups, rename, remove, set. Templates see the event as it
 * came, and what the lookups added.
 *
 * @param set templates and literal values
 */
record Changes(List<Lookup> lookups, Map<String, String> rename, Set<String> remove, Map<String, Value> set) {

    /** Cannot be removed or emptied: every event has them. */
    static final Set<String> REQUIRED = Set.of(Event.ID, Event.TIMESTAMP, Event.KIND, Event.MESSAGE);

    /** One of the two is null, unless the literal is null itself. */
    record Value(@Nullable Template template, @Nullable Object literal) {}

    boolean none() {
        return lookups.isEmpty() && rename.isEmpty() && remove.isEmpty() && set.isEmpty();
    }

    Event apply(Event event) {
        if (none()) {
            return event;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(event.fields());
        lookups.forEach(lookup -> lookup.apply(event, fields));
        Event seen = lookups.isEmpty() ? event : Event.trusted(new LinkedHashMap<>(fields), null);
        rename.forEach((from, to) -> {
            if (fields.containsKey(from)) {
                put(fields, to, fields.remove(from));
            }
        });
        fields.keySet().removeAll(remove);
        set.forEach((field, value) -> {
            Template template = value.template();
            // a template that fails must not lose the event: the field keeps what it has
            String kept = seen.text(field).orElse("");
            put(fields, field, template == null ? value.literal() : template.render(seen, Escape.NONE, () -> kept));
        });
        return fields.equals(event.fields()) ? event : Event.trusted(fields, null);
    }

    /** Leaves a required field as it is when the value cannot stand there. */
    static void put(Map<String, @Nullable Object> fields, String field, @Nullable Object value) {
        if (!REQUIRED.contains(field)) {
            fields.put(field, value);
            return;
        }
        String text = value == null ? "" : value.toString();
        if (field.equals(Event.TIMESTAMP)) {
            try {
                fields.put(field, OffsetDateTime.parse(text).toInstant().toString());
            } catch (DateTimeException e) {
                return;
            }
        } else if (!text.isBlank()) {
            fields.put(field, text);
        }
    }
}
