/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;

/** Type {@code http}: takes events that others post. */
public final class HttpPortalFactory implements PortalFactory<HttpPortalFactory.Options> {

    /** The options of one instance. */
    public record Options(
            @Option(
                    value = "The path that takes the events, on the dispatcher's one HTTP server.",
                    fallback = "/events")
            String path) {

        public Options {
            if (!path.matches("/[^?#{}\\s]*")) {
                throw new IllegalArgumentException(
                        "path should start with a slash and have no query, placeholder or space");
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
