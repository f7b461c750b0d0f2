/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.server.HttpOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says over the files.
 *
 * @param listen instead of {@code http.listen}
 */
public record Overrides(Optional<String> listen) {

    public static final Overrides NONE = new Overrides(Optional.empty());

    /** @throws IllegalArgumentException when {@code listen} is no address and port */
    public static Overrides of(@Nullable String listen) {
        Overrides overrides = new Overrides(Optional.ofNullable(listen));
        overrides.apply(HttpOptions.DEFAULTS);
        return overrides;
    }

    HttpOptions apply(HttpOptions options) {
        return listen.map(options::listening).orElse(options);
    }
}
