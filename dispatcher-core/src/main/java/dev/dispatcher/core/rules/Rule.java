/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Position;
import java.util.List;

/**
 * One rule, in the order of the files.
 *
 * @param index from 0, over all files
 * @param name the user's, or {@code rules[index]}; unique
 * @param at where it stands
 * @param sinks as they stand in {@code to}, the disabled ones included
 * @param stop true when no later rule is asked once this one has matched
 * @param shadow counted and explained, but sends nothing and stops nothing
 * @param enabled false: never asked
 */
public record Rule(
        int index,
        String name,
        Position at,
        Condition when,
        Changes changes,
        List<String> sinks,
        boolean stop,
        boolean shadow,
        boolean enabled) {}
