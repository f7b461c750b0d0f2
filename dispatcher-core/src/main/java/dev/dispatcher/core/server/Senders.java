/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.config.Cidr;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds out who sent a request that came through proxies: the last address in {@code X-Forwarded-For} or {@code Forwarded}
 * that is none of them. What stands before that anybody may have made up. A proxy may write the one header and pass on
 * the other as it came: where both are there and differ, neither is believed.
 */
final class Senders {

    private static final HttpString FORWARDED = new HttpString("Forwarded");

    private final List<Cidr> proxies;

    Senders(List<String> proxies) {
        this.proxies = proxies.stream().map(Senders::range).toList();
    }

    /** @throws IllegalArgumentException for anything but an address or a range; names are never looked up */
    static Cidr range(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return new Cidr(bare);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "proxies has IP addresses and ranges such as 10.0.0.0/8, not '" + text + "'", e);
        }
    }

    boolean trusted(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Cidr range : proxies) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    InetSocketAddress sender(HttpServerExchange exchange) {
        InetSocketAddress peer = exchange.getSourceAddress();
        HeaderMap headers = exchange.getRequestHeaders();
        HeaderValues plain = headers.get(Headers.X_FORWARDED_FOR);
        HeaderValues standard = headers.get(FORWARDED);
        if ((plain == null && standard == null) || !trusted(peer.getAddress())) {
            return peer;
        }
        InetAddress sender;
        if (standard == null) {
            sender = walk(peer.getAddress(), Forwarded.plain(all(plain)));
        } else {
            sender = walk(peer.getAddress(), Forwarded.standard(all(standard)));
            if (plain != null && !sender.equals(walk(peer.getAddress(), Forwarded.plain(all(plain))))) {
                return peer;
            }
        }
        return sender.equals(peer.getAddress()) ? peer : new InetSocketAddress(sender, 0);
    }

    /** All headers of one name are one list. */
    private static String all(HeaderValues values) {
        return String.join(",", values);
    }

    /** From the newest to the oldest, as long as a proxy speaks. */
    private InetAddress walk(InetAddress peer, List<String> nodes) {
        InetAddress last = peer;
        for (int i = nodes.size() - 1; i >= 0 && trusted(last); i--) {
            InetAddress before = Forwarded.address(nodes.get(i));
            if (before == null) {
                break;
            }
            last = before;
        }
        return last;
    }
}
