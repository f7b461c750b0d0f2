/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind a dot or in brackets: fields, items, and the state of a loop. Never a member of a Java object. */
final class Attributes implements AttributeResolver {

    @Override
    public ResolvedAttribute resolve(
            @Nullable Object of,
            @Nullable Object name,
            Object @Nullable [] arguments,
            @Nullable ArgumentsNode argumentsNode,
            EvaluationContextImpl context,
            String file,
            int line) {
        if (arguments != null) {
            throw new IllegalStateException("a value has no methods");
        }
        return new ResolvedAttribute(value(of, name));
    }

    private static @Nullable Object value(@Nullable Object of, @Nullable Object name) {
        if (of instanceof Map<?, ?> fields) {
            return fields.get(Values.text(name));
        }
        if (of instanceof List<?> items && name instanceof Number index) {
            int at = index.intValue();
            return at >= 0 && at < items.size() ? items.get(at) : null;
        }
        if (of instanceof Map.Entry<?, ?> entry) {
            return "key".equals(name) ? entry.getKey() : "value".equals(name) ? entry.getValue() : null;
        }
        return of instanceof ForNode.LoopVariables loop ? loop(loop, Values.text(name)) : null;
    }

    private static @Nullable Object loop(ForNode.LoopVariables loop, String name) {
        return switch (name) {
            case "index" -> (long) loop.getIndex();
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            case "length" -> Long.valueOf(loop.getLength().toString());
            case "revindex" -> Long.valueOf(loop.getRevindex().toString());
            default -> null;
        };
    }
}
