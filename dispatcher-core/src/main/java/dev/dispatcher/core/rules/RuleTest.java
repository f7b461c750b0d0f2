/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code tests}.
 *
 * @param expect what each sink gets; a sink that is not named gets nothing
 */
public record RuleTest(String name, Position at, Event given, Instant clock, Map<String, Expected> expect) {

    /**
     * @param count how many events
     * @param events for each of them, in order, the fields it must have; empty when only the count matters
     */
    public record Expected(Position at, int count, List<Map<String, @Nullable Object>> events) {}
}
