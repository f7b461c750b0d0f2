/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.api.Event;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a template can name: {@code event}, {@code events} and the fields of the first event. It claims to hold every
 * name, so that nothing of the template engine itself can be reached.
 */
final class Scope extends AbstractMap<String, @Nullable Object> {

    private final List<Event> batch;
    private @Nullable List<Map<String, @Nullable Object>> events;

    Scope(List<Event> batch) {
        this.batch = batch;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return true;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        if ("events".equals(name)) {
            return events();
        }
        if (batch.isEmpty() || !(name instanceof String field)) {
            return null;
        }
        return field.equals("event")
                ? events().get(0)
                : Values.lend(batch.get(0).get(field));
    }

    /** Made once: a template may ask in every turn of a loop. */
    private List<Map<String, @Nullable Object>> events() {
        List<Map<String, @Nullable Object>> made = events;
        if (made == null) {
            made = batch.stream().map(Scope::fields).toList();
            events = made;
        }
        return made;
    }

    private static Map<String, @Nullable Object> fields(Event event) {
        return new Fields(event);
    }

    /** The fields as templates may see them. Looks up what is asked for: a copy would cost more than most templates. */
    private static final class Fields extends AbstractMap<String, @Nullable Object> {

        private final Event event;
        private @Nullable Map<String, @Nullable Object> all;

        Fields(Event event) {
            this.event = event;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return name instanceof String field && event.has(field);
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            return name instanceof String field ? Values.lend(event.get(field)) : null;
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            Map<String, @Nullable Object> copy = all;
            if (copy == null) {
                Map<String, @Nullable Object> made = new LinkedHashMap<>();
                event.fields().forEach((name, value) -> made.put(name, Values.lend(value)));
                copy = made;
                all = copy;
            }
            return copy.entrySet();
        }
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return Set.of();
    }
}
