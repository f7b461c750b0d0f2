/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What the binder needs besides the node.
 *
 * @param file the label for mistakes about what is not there at all
 * @param base the directory that relative paths start from
 * @param secrets told every value worth masking: what was bound as a {@code Secret}, and what was substituted into a text,
 *     an address or a template. Numbers, words of a closed list, paths and the like are not: masking them would make logs
 *     unreadable
 */
public record BindContext(
        String file, Mistakes mistakes, TemplateCompiler templates, Path base, Consumer<String> secrets) {}
