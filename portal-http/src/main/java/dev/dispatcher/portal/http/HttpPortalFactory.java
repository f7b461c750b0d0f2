/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Type {@code http}: takes events that others post. */
public final class HttpPortalFactory implements PortalFactory<HttpPortalFactory.Options> {

    /** The word for no path at all. */
    static final String OFF = "off";

    /** The options of one instance. */
    public record Options(
            @Option(
                    value = "The path that takes the events, on the dispatcher's one HTTP server.",
                    fallback = "/events")
            String path,

            @Option(
                    value = "The path behind which each adapter takes what its tool sends, such as /webhooks/github;"
                            + " off for none.",
                    fallback = "/webhooks")
            String webhooks,

            @Option(
                    value = "Adapters by further paths, for tools whose path cannot be chosen.",
                    fallback = "{/burrow: burrow, /api/v2/alerts: prometheus}")
            Map<String, String> paths) {

        public Options {
            checked("path", path);
            if (!webhooks.equals(OFF)) {
                checked("webhooks", webhooks);
            }
            Set<String> all = new HashSet<>(Set.of(path));
            for (String other : paths.keySet()) {
                checked("paths", other);
                if (!all.add(other)) {
                    throw new IllegalArgumentException("two things cannot have the path " + other);
                }
            }
            paths = Map.copyOf(paths);
        }

        /** With the usual webhooks. */
        static Options at(String path) {
            return new Options(path, "/webhooks", Map.of("/burrow", "burrow", "/api/v2/alerts", "prometheus"));
        }

        private static void checked(String option, String path) {
            if (!path.matches("/[^?#{}\\s]*")) {
                throw new IllegalArgumentException(
                        option + " should start with a slash and have no query, placeholder or space");
            }
        }
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Portal create(Options options, PluginContext context) {
        return new HttpPortal(options, context);
    }
}
