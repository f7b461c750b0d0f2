/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Template;
import dev.dispatcher.api.Template.Escape;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a field's value comes from.
 *
 * @param paths the first one at which something stands; empty when there is a template
 * @param values other values for some; keys in lower case too
 * @param past instead of a time that is over
 * @param future instead of a time that is still to come
 * @param fallback when nothing is there, or {@code values} do not know what is; null for a field that is left out then
 * @param strict whether {@code fallback} also stands in for a value that {@code values} do not know
 */
record FieldSource(
        List<String> paths,
        @Nullable Template template,
        Map<String, @Nullable Object> values,
        @Nullable Object past,
        @Nullable Object future,
        @Nullable Object fallback,
        boolean strict) {

    static FieldSource literal(Object value) {
        return new FieldSource(List.of(), null, Map.of(), null, null, value, false);
    }

    static FieldSource path(String path) {
        return new FieldSource(List.of(path), null, Map.of(), null, null, null, false);
    }

    static FieldSource of(Template template) {
        return new FieldSource(List.of(), template, Map.of(), null, null, null, false);
    }

    /**
     * The value; null when the field is left out.
     *
     * @param moved told the path whose value is taken over unchanged
     */
    @Nullable
    Object value(Sight sight, Consumer<String> moved) {
        Object found = null;
        if (template != null) {
            found = template.render(sight.event(), Escape.NONE, () -> "").strip();
        }
        for (String path : paths) {
            Object there = sight.find(path);
            if (!Tree.empty(there)) {
                found = there;
                if (values.isEmpty() && past == null && future == null) {
                    moved.accept(path);
                }
                break;
            }
        }
        if (Tree.empty(found)) {
            return otherwise(sight);
        }
        if (past != null || future != null) {
            String moment = Moments.read(found);
            String now = Moments.read(sight.find(Sight.TIME));
            return moment == null || now == null
                    ? otherwise(sight)
                    : Instant.parse(moment).isAfter(Instant.parse(now)) ? future : past;
        }
        if (values.isEmpty() || Tree.container(found)) {
            return found;
        }
        String text = String.valueOf(found);
        String known = values.containsKey(text) ? text : text.toLowerCase(Locale.ROOT);
        return values.containsKey(known) ? values.get(known) : strict ? otherwise(sight) : found;
    }

    private @Nullable Object otherwise(Sight sight) {
        if (!(fallback instanceof Template text)) {
            return fallback;
        }
        String rendered = text.render(sight.event(), Escape.NONE, () -> "").strip();
        return rendered.isEmpty() ? null : rendered;
    }
}
