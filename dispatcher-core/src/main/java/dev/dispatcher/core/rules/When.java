/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The conditions of {@code when}, for what is no rule. */
public final class When {

    private When() {}

    /**
     * Reads conditions by field, as in a rule.
     *
     * @param path of the node, for messages
     */
    public static Predicate<Event> read(Node node, String path, Mistakes mistakes) {
        RulesContext context = new RulesContext(
                mistakes,
                source -> noTemplate(),
                Path.of(""),
                Set.of(),
                Set.of(),
                (Map<String, ?> fields) -> noEvent());
        return new ConditionReader(context).read(node, path, "")::matches;
    }

    private static dev.dispatcher.api.Template noTemplate() {
        throw new IllegalArgumentException("a condition has no template");
    }

    private static Event noEvent() {
        throw new IllegalArgumentException("a condition has no event");
    }
}
