/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One form that a tool's requests can have.
 *
 * @param given whether a request has this form; asked about the whole document
 * @param each the path of the list whose items become events; a single dot for a body that is a list itself; null when the
 *     document becomes one event
 * @param table whether the items of {@code each} have {@code columns} and {@code values}, each of whose rows becomes an event
 * @param when which items become events
 * @param fields by name, in their order
 * @param drop paths that are not kept, with everything below them
 * @param delivery what the sender repeats when it sends the same again; null when nothing tells
 */
record Shape(
        Predicate<Event> given,
        @Nullable String each,
        boolean table,
        Predicate<Event> when,
        Map<String, FieldSource> fields,
        List<String> drop,
        @Nullable Template delivery) {

    boolean drops(String name) {
        for (String path : drop) {
            if (name.equals(path) || (name.startsWith(path) && name.charAt(path.length()) == '.')) {
                return true;
            }
        }
        return false;
    }
}
