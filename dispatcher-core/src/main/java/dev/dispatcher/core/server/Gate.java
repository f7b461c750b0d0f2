/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route.Access;
import dev.dispatcher.core.server.HttpOptions.Token;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may come in: by Host, so that no web page reaches us under a name of its own, by Origin, by token. */
final class Gate {

    /** Someone whose token is known. */
    record Caller(String name, Set<Access> allow) {}

    private record Known(byte[] token, Caller caller) {}

    private final Set<String> hosts = new HashSet<>();
    private final boolean anyHost;
    private final Set<String> origins = new HashSet<>();
    private final List<Known> tokens = new ArrayList<>();
    private final Senders senders;

    Gate(HttpOptions options, InetAddress listening) {
        String host = ListenAddress.parse(options.listen()).host().toLowerCase(Locale.ROOT);
        hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]", host.contains(":") ? "[" + host + "]" : host));
        options.hosts().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        anyHost = hosts.contains("*") || (options.hosts().isEmpty() && !listening.isLoopbackAddress());
        options.origins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
        Map<String, Caller> callers = new LinkedHashMap<>();
        for (Token token : options.tokens()) {
            callers.merge(token.token().reveal(), new Caller(token.name(), Set.copyOf(token.allow())), Gate::both);
        }
        callers.forEach((token, caller) -> tokens.add(new Known(token.getBytes(StandardCharsets.US_ASCII), caller)));
        senders = new Senders(options.proxies());
    }

    /** The same token twice allows what either does. */
    private static Caller both(Caller one, Caller other) {
        Set<Access> allow = new HashSet<>(one.allow());
        allow.addAll(other.allow());
        return new Caller(one.name(), allow);
    }

    Senders senders() {
        return senders;
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

    /** Without tokens everyone may do everything. */
    boolean asks() {
        return !tokens.isEmpty();
    }

    /** Whose token is in this header; null when it has none that is known. */
    @Nullable
    Caller caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        byte[] given = authorization.substring(7).trim().getBytes(StandardCharsets.UTF_8);
        Caller caller = null;
        // all of them, always: the time tells nothing
        for (Known known : tokens) {
            boolean same = MessageDigest.isEqual(known.token(), given);
            caller = same ? known.caller() : caller;
        }
        return caller;
    }
}
