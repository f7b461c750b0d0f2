/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import dev.dispatcher.core.config.Mistakes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is needed to read rules files.
 *
 * @param mistakes gets everything that is wrong
 * @param templates compiles a template or throws {@code IllegalArgumentException} with line and reason
 * @param base the folder of {@code rules.yaml}; files of lookups are relative to the rules file that names them
 * @param sinks all names that {@code to} may use, the disabled ones included
 * @param disabled those of {@code sinks} that get nothing
 * @param events makes an event of the fields of a test's {@code given}; throws {@code IllegalArgumentException}
 */
public record RulesContext(
        Mistakes mistakes,
        Function<String, Template> templates,
        Path base,
        Set<String> sinks,
        Set<String> disabled,
        Function<Map<String, ?>, Event> events) {}
