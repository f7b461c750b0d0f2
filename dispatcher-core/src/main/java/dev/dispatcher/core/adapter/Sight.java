/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Event;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the templates and conditions of an adapter can name: the item's own paths, those of the document around it behind
 * {@code body.}, what is known of the request ({@code header.}, {@code request.}, {@code each.}), and the fields made so far
 * ({@code made.}). Looks up what is asked for, so that no limit on the number of fields hides a value. One thread.
 */
final class Sight extends AbstractMap<String, @Nullable Object> {

    static final String BODY = "body.";
    /** Where the time of arrival stands. */
    static final String TIME = "request.time";

    private static final String MADE = "made.";
    private static final int MOST_LISTED = 2000;
    private static final int DEEPEST_LISTED = 32;

    private final @Nullable Object item;
    private final @Nullable Object body;
    private final Map<String, ?> request;
    private final Map<String, Object> made = new LinkedHashMap<>();
    private @Nullable Map<String, @Nullable Object> listed;

    /**
     * @param body the whole document
     * @param request names with their prefix
     */
    Sight(@Nullable Object item, @Nullable Object body, Map<String, ?> request) {
        this.item = item;
        this.body = body;
        this.request = request;
    }

    /** For templates and conditions, which know events only. */
    Event event() {
        return Event.trusted(this, null);
    }

    /** From now on {@code made.NAME} is this. */
    void made(String name, Object value) {
        made.put(name, value);
    }

    @Nullable
    Object find(String name) {
        if (name.startsWith(MADE)) {
            return made.getOrDefault(name.substring(MADE.length()), Tree.ABSENT);
        }
        if (request.containsKey(name)) {
            return request.get(name);
        }
        // what a sender calls header.x must not pass for a header
        if (name.startsWith("header.") || name.startsWith("request.") || name.startsWith("each.")) {
            return Tree.ABSENT;
        }
        Object found = Tree.find(item, name);
        return found == Tree.ABSENT && name.startsWith(BODY) ? Tree.find(body, name.substring(BODY.length())) : found;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String path && find(path) != Tree.ABSENT;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Object found = name instanceof String path ? find(path) : null;
        return found == Tree.ABSENT ? null : Tree.container(found) ? Tree.lent(found) : found;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> all = listed;
        if (all == null) {
            Map<String, @Nullable Object> made = new LinkedHashMap<>(request);
            Leaves.of(item, "", MOST_LISTED, DEEPEST_LISTED).all().forEach(leaf -> made.put(leaf.name(), leaf.value()));
            all = made;
            listed = all;
        }
        return all.entrySet();
    }
}
