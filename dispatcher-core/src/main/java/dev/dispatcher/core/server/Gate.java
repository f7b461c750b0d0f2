/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route.Access;
import dev.dispatcher.core.server.HttpCounts.Reason;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may come in: by Host, so that no web page reaches us under a name of its own, by Origin, by token. */
final class Gate {

    private record Known(byte[] token, Set<Access> allow) {}

    private final Set<String> hosts = new HashSet<>();
    private final boolean anyHost;
    private final Set<String> origins = new HashSet<>();
    private final List<Known> tokens;

    Gate(HttpOptions options, InetAddress listening) {
        String host = ListenAddress.parse(options.listen()).host().toLowerCase(Locale.ROOT);
        hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]", host.contains(":") ? "[" + host + "]" : host));
        options.hosts().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        anyHost = hosts.contains("*") || (options.hosts().isEmpty() && !listening.isLoopbackAddress());
        options.origins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
        tokens = options.tokens().stream()
                .map(token -> new Known(
                        token.token().reveal().getBytes(StandardCharsets.US_ASCII), Set.copyOf(token.allow())))
                .toList();
    }

    /** Without a Host, as HTTP/1.0 allows, it is no browser. */
    boolean hostAllowed(@Nullable String header) {
        if (anyHost || header == null) {
            return true;
        }
        String host = header.toLowerCase(Locale.ROOT);
        return hosts.contains(host) || hosts.contains(withoutPort(host));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }

    /** False for a web page from elsewhere that is not listed. */
    boolean originAllowed(@Nullable String origin, @Nullable String host) {
        return origin == null || listed(origin) || sameSite(origin, host);
    }

    /** Whether a page from there may also read the answers. */
    boolean listed(String origin) {
        return origins.contains("*") || origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean sameSite(String origin, @Nullable String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return host != null
                && (lower.equals("http://" + host.toLowerCase(Locale.ROOT))
                        || lower.equals("https://" + host.toLowerCase(Locale.ROOT)));
    }

    /** Null when the token in this header allows it. */
    @Nullable
    Reason refusal(@Nullable String authorization, Access access) {
        if (tokens.isEmpty()) {
            return null;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Reason.NO_TOKEN;
        }
        byte[] given = authorization.substring(7).trim().getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        boolean allowed = false;
        // all of them, always: the time tells nothing
        for (Known token : tokens) {
            boolean same = MessageDigest.isEqual(token.token(), given);
            known |= same;
            allowed |= same && token.allow().contains(access);
        }
        return allowed ? null : known ? Reason.SCOPE : Reason.NO_TOKEN;
    }
}
