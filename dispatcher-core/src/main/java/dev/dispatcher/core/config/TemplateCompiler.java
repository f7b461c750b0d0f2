/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import dev.dispatcher.api.Template;

/** Makes a template of what the user wrote. */
@FunctionalInterface
public interface TemplateCompiler {

    /** @throws IllegalArgumentException when it is no template; says the line in it and why */
    Template compile(String source);
}
