/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where things are.
 *
 * @param conf holds {@code dispatcher.yaml}, {@code rules.yaml} and {@code rules.d/}
 * @param data may be written
 * @param plugins the user's plugins; need not exist
 * @param ownPlugins the plugins that come with the archive; null when it is not run from an archive
 */
public record Home(
        Path conf, Path data, Path plugins, @Nullable Path ownPlugins) {

    /** The system property with the archive's folder, set by {@code bin/dispatcher}. */
    public static final String PROPERTY = "dispatcher.home";

    /** Each place as given, or its default in the archive's folder (the working directory where there is none). */
    public static Home of(@Nullable Path conf, @Nullable Path data, @Nullable Path plugins) {
        String home = System.getProperty(PROPERTY);
        Path base = Path.of(home == null ? "" : home).toAbsolutePath();
        return new Home(
                place(conf, base.resolve("conf")),
                place(data, base.resolve("data")),
                place(plugins, base.resolve("plugins")),
                home == null ? null : base.resolve("lib").resolve("plugins"));
    }

    private static Path place(@Nullable Path given, Path otherwise) {
        return (given == null ? otherwise : given).toAbsolutePath().normalize();
    }
}
