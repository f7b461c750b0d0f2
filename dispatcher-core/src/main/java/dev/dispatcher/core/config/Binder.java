/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns nodes into records, see {@link dev.dispatcher.api.SinkFactory} for the types, and collects everything that is
 * wrong. Besides those types the host's records may use {@link ByteSize} and {@link Node}.
 *
 * <p>Where a list is expected, a single value is a list of one; when it was substituted, or is the value of {@code enabled}
 * or {@code disabled}, commas separate items. What was substituted is read as the option's type, and when it is empty the
 * option counts as left out.
 */
public final class Binder {

    private Binder() {}

    /**
     * Binds one record.
     *
     * @param node the mapping; null when it is not there, which is the same as an empty one
     * @param path of the node, for messages; empty for the whole file
     * @return null when anything is wrong with it: see the context's mistakes
     */
    public static <R extends Record> @Nullable R bind(
            @Nullable Node node, Class<R> type, String path, BindContext context) {
        return bind(node, type, path, context, Set.of());
    }

    /**
     * Binds one record out of a mapping that has keys of someone else as well.
     *
     * @param ignored keys that are not the record's; they never count as unknown
     */
    public static <R extends Record> @Nullable R bind(
            @Nullable Node node, Class<R> type, String path, BindContext context, Set<String> ignored) {
        Node present = node == null ? new Node.Mapping(new Position(context.file(), 1, 1), Map.of()) : node;
        try {
            return type.cast(new RecordBinding(context).nested(type, present, path, ignored));
        } catch (IllegalArgumentException | TypeNotPresentException | LinkageError e) {
            // the record itself is at fault: a plugin's must not take the whole configuration with it unexplained
            context.mistakes().add(present.at(), path, "the options of this type cannot be read: " + e.getMessage());
            return null;
        }
    }
}
