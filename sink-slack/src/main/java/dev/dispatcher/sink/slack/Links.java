/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses of the web, and nothing else that could stand in their place. */
final class Links {

    /** What a button may lead to, in characters. */
    private static final int LONGEST = 3000;

    private Links() {}

    /** Null where the text is no http or https address that Slack takes. */
    static @Nullable URI of(String text) {
        String link = text.strip();
        if (link.length() > LONGEST) {
            return null;
        }
        try {
            URI uri = new URI(link);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getPort() <= 65535 ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
