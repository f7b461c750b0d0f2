/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address; an IPv6 address without brackets
 */
record ListenAddress(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([\\w.-]+)):(\\d{1,5})");

    static ListenAddress parse(String text) {
        Matcher parts = FORM.matcher(text.trim());
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65535) {
            throw new IllegalArgumentException(
                    "listen should be HOST:PORT such as 127.0.0.1:8080 or [::1]:8080, not '" + text + "'");
        }
        return new ListenAddress(
                parts.group(1) != null ? parts.group(1) : parts.group(2), Integer.parseInt(parts.group(3)));
    }
}
