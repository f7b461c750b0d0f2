/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

import dev.dispatcher.api.Secret;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is the same in all scripts.
 *
 * @param webhook where alerts are posted to; empty when Kapacitor notifies by itself
 * @param token sent with them
 * @param link where to look at the app; empty for nothing
 */
public record Settings(
        String database,
        String retentionPolicy,
        Optional<URI> webhook,
        Optional<Secret> token,
        Function<Task, String> link) {}
