/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a handler sees of a request; takes apart only what it is asked for. */
final class RequestView implements Route.Request {

    private final HttpServerExchange exchange;
    private final Route route;
    private final List<String> segments;
    private final byte[] body;
    private final Senders senders;
    private final Predicate<Access> allows;
    private @Nullable Map<String, String> values;
    private @Nullable Map<String, String> query;

    RequestView(
            HttpServerExchange exchange,
            Route route,
            List<String> segments,
            byte[] body,
            Senders senders,
            Predicate<Access> allows) {
        this.exchange = exchange;
        this.route = route;
        this.segments = segments;
        this.body = body;
        this.senders = senders;
        this.allows = allows;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return "/" + String.join("/", segments);
    }

    @Override
    public String pathValue(String name) {
        Map<String, String> all = values;
        if (all == null) {
            all = RouteTable.values(route.path(), segments);
            values = all;
        }
        String value = all.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path " + route.path() + " has no {" + name + "}");
        }
        return value;
    }

    @Override
    public @Nullable String query(String name) {
        Map<String, String> all = query;
        if (all == null) {
            all = Paths.query(exchange.getQueryString());
            query = all;
        }
        return all.get(name);
    }

    @Override
    public List<String> queries(String name) {
        return Paths.queries(exchange.getQueryString(), name);
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (HeaderValues values : exchange.getRequestHeaders()) {
            all.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), new ArrayList<>(values));
        }
        return all;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public InetSocketAddress sender() {
        return senders.sender(exchange);
    }

    @Override
    public boolean allows(Access access) {
        return allows.test(access);
    }
}
