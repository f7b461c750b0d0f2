/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** What counts as an address, and how one is continued. */
final class Addresses {

    private Addresses() {}

    /** Whether it claims to be one; what readers of monitorUrl go by. */
    static boolean looksWeb(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    /** Whether it is one, with a host. */
    static boolean isWeb(String text) {
        try {
            return looksWeb(text) && new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** With one slash between them. */
    static String join(String base, String path) {
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    /** A path may be followed by options of the router, from the first semicolon on. */
    static String beforeOptions(String path) {
        int semicolon = path.indexOf(';');
        return (semicolon < 0 ? path : path.substring(0, semicolon)).strip();
    }
}
