/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.config.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes apart what proxies write about whom they got a request from. The list's last member is the newest. */
final class Forwarded {

    private Forwarded() {}

    /** The members of {@code X-Forwarded-For}. */
    static List<String> plain(String header) {
        return Arrays.stream(header.split(",", -1)).map(String::trim).toList();
    }

    /**
     * What stands behind {@code for=} in each member of {@code Forwarded}, empty where nothing does; an empty list when it is
     * malformed: a quote that a stranger left open could hide what a proxy wrote after it.
     */
    static List<String> standard(String header) {
        List<String> nodes = new ArrayList<>();
        List<String> members = split(header, ',');
        if (members == null) {
            return List.of();
        }
        for (String member : members) {
            String node = "";
            List<String> pairs = split(member, ';');
            for (String pair : pairs == null ? List.<String>of() : pairs) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).trim().equalsIgnoreCase("for")) {
                    node = unquoted(pair.substring(equals + 1).trim());
                }
            }
            nodes.add(node);
        }
        return nodes;
    }

    /** Null when a quoted text does not end. */
    private static @Nullable List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return quoted ? null : parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** An address, with a port or without; null for anything else. Names are never looked up. */
    static @Nullable InetAddress address(String node) {
        String bare = node;
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            bare = end > 0 && node.substring(end + 1).matches("(:\\d{1,5})?") ? node.substring(1, end) : "";
        } else if (node.matches("[0-9.]+:\\d{1,5}")) {
            bare = node.substring(0, node.indexOf(':'));
        }
        byte[] bytes = Cidr.address(bare);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
