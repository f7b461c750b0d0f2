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
            return batch.stream().map(Scope::fields).toList();
        }
        if (batch.isEmpty() || !(name instanceof String field)) {
            return null;
        }
        Event first = batch.get(0);
        return field.equals("event") ? fields(first) : Values.lend(first.get(field));
    }

    private static Map<String, @Nullable Object> fields(Event event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        event.fields().forEach((name, value) -> fields.put(name, Values.lend(value)));
        return fields;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return Set.of();
    }
}
