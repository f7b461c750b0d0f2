/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request that came through proxies: the last address in X-Forwarded-For that is none of them. */
final class Senders {

    private final Set<InetAddress> proxies;

    Senders(List<String> proxies) {
        this.proxies = proxies.stream().map(Senders::address).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException for anything but an address; names are never looked up */
    static InetAddress address(String text) {
        InetAddress address = literal(text);
        if (address == null) {
            throw new IllegalArgumentException("a proxy is an IP address, not '" + text + "'");
        }
        return address;
    }

    private static @Nullable InetAddress literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!bare.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    InetSocketAddress sender(InetSocketAddress peer, @Nullable String forwarded) {
        if (forwarded == null || !proxies.contains(peer.getAddress())) {
            return peer;
        }
        InetAddress last = peer.getAddress();
        List<String> way = Arrays.asList(forwarded.split(","));
        for (int i = way.size() - 1; i >= 0 && proxies.contains(last); i--) {
            InetAddress before = literal(way.get(i).trim());
            if (before == null) {
                break;
            }
            last = before;
        }
        return last.equals(peer.getAddress()) ? peer : new InetSocketAddress(last, 0);
    }
}
