/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/** A request for a {@link Route}, made by hand. Immutable: each {@code with} returns a changed copy. */
public final class FakeRequest implements Route.Request {

    private final String method;
    private final String path;
    private final Map<String, String> pathValues;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private FakeRequest(
            String method,
            String path,
            Map<String, String> pathValues,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body) {
        this.method = method;
        this.path = path;
        this.pathValues = pathValues;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    /** A request of any method without a body. */
    public static FakeRequest of(String method, String path) {
        return new FakeRequest(method, path, Map.of(), Map.of(), Map.of(), new byte[0]);
    }

    public static FakeRequest get(String path) {
        return of("GET", path);
    }

    public static FakeRequest post(String path, String contentType, String body) {
        return of("POST", path).with("Content-Type", contentType).body(body.getBytes(StandardCharsets.UTF_8));
    }

    public FakeRequest with(String header, String value) {
        Map<String, List<String>> all = new HashMap<>(headers);
        List<String> values = new ArrayList<>(all.getOrDefault(header.toLowerCase(Locale.ROOT), List.of()));
        values.add(value);
        all.put(header.toLowerCase(Locale.ROOT), List.copyOf(values));
        return new FakeRequest(method, path, pathValues, query, all, body);
    }

    /** With one more value of a query parameter. */
    public FakeRequest query(String name, String value) {
        Map<String, List<String>> all = new HashMap<>(query);
        List<String> values = new ArrayList<>(all.getOrDefault(name, List.of()));
        values.add(value);
        all.put(name, List.copyOf(values));
        return new FakeRequest(method, path, pathValues, all, headers, body);
    }

    public FakeRequest body(byte[] bytes) {
        return new FakeRequest(method, path, pathValues, query, headers, bytes);
    }

    boolean fits(Route route) {
        return route.method().equals(method) && values(route) != null;
    }

    FakeRequest on(Route route) {
        return new FakeRequest(method, path, values(route), query, headers, body);
    }

    private Map<String, String> values(Route route) {
        String[] wanted = route.path().split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return null;
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{") && wanted[i].endsWith("}") && !given[i].isEmpty()) {
                found.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return null;
            }
        }
        return found;
    }

    /** Whether the one route says more of its path literally, from the left, than the other. */
    static boolean closer(Route one, Route other) {
        String[] left = one.path().split("/", -1);
        String[] right = other.path().split("/", -1);
        for (int i = 0; i < left.length; i++) {
            if (left[i].startsWith("{") != right[i].startsWith("{")) {
                return right[i].startsWith("{");
            }
        }
        return false;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String pathValue(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new NoSuchElementException("the route's path has no {" + name + "}");
        }
        return value;
    }

    @Override
    public String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public List<String> queries(String name) {
        return query.getOrDefault(name, List.of());
    }

    @Override
    public String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public InetSocketAddress sender() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 54321);
    }
}
