/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the route for a path. A fixed segment wins over a placeholder, from the left. Immutable. */
public final class RouteTable {

    private static final class Segment {
        final Map<String, Segment> fixed = new HashMap<>();
        final Map<String, OwnedRoute> methods = new TreeMap<>();

        @Nullable
        Segment placeholder;
    }

    /**
     * What there is at a path.
     *
     * @param methods by method; never empty
     * @param segments the decoded segments of the path
     */
    record Found(Map<String, OwnedRoute> methods, List<String> segments) {

        /** The route for a method; GET's for HEAD. */
        @Nullable
        OwnedRoute route(String method) {
            OwnedRoute route = methods.get(method);
            return route == null && method.equals("HEAD") ? methods.get("GET") : route;
        }

        /** For the header Allow. */
        String allow() {
            return String.join(", ", methods.keySet()) + (methods.containsKey("GET") ? ", HEAD" : "") + ", OPTIONS";
        }
    }

    private final Segment root = new Segment();
    /** By raw path, for paths without placeholders: most requests need no more. */
    private final Map<String, Found> exact = new HashMap<>();

    private final List<OwnedRoute> routes;

    private final boolean complete;

    private RouteTable(List<OwnedRoute> routes, boolean complete) {
        this.routes = List.copyOf(routes);
        this.complete = complete;
    }

    public List<OwnedRoute> routes() {
        return routes;
    }

    /** @throws IllegalArgumentException when two answer the same, naming both owners */
    public static RouteTable of(List<OwnedRoute> routes) {
        return of(routes, true);
    }

    /** What there is while the dispatcher starts: everything else is answered later. */
    public static RouteTable starting(List<OwnedRoute> routes) {
        return of(routes, false);
    }

    private static RouteTable of(List<OwnedRoute> routes, boolean complete) {
        RouteTable table = new RouteTable(routes, complete);
        routes.forEach(table::add);
        return table;
    }

    boolean complete() {
        return complete;
    }

    private void add(OwnedRoute owned) {
        String path = owned.route().path();
        List<String> segments = List.of(path.substring(1).split("/", -1));
        Segment at = root;
        for (String segment : segments) {
            if (isPlaceholder(segment)) {
                if (at.placeholder == null) {
                    at.placeholder = new Segment();
                }
                at = at.placeholder;
            } else {
                at = at.fixed.computeIfAbsent(segment, name -> new Segment());
            }
        }
        OwnedRoute other = at.methods.putIfAbsent(owned.route().method(), owned);
        if (other != null) {
            throw new IllegalArgumentException(owned.route().method() + " " + path + " is answered by both "
                    + other.owner() + " and " + owned.owner());
        }
        if (segments.stream().noneMatch(RouteTable::isPlaceholder)) {
            exact.put(path, new Found(at.methods, segments));
        }
    }

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("{") && segment.endsWith("}") && segment.length() > 2;
    }

    /**
     * @param path as it was sent, without the query
     * @return null when there is nothing
     * @throws IllegalArgumentException when the path is malformed, or steps up or aside by dots
     */
    @Nullable
    Found find(String path) {
        Found known = exact.get(path);
        if (known != null) {
            return known;
        }
        List<String> segments = Paths.segments(path);
        Segment at = find(root, segments, 0);
        return at == null ? null : new Found(at.methods, segments);
    }

    private static @Nullable Segment find(Segment at, List<String> segments, int index) {
        if (index == segments.size()) {
            return at.methods.isEmpty() ? null : at;
        }
        String segment = segments.get(index);
        Segment next = at.fixed.get(segment);
        Segment found = next == null ? null : find(next, segments, index + 1);
        if (found == null && at.placeholder != null && !segment.isEmpty()) {
            found = find(at.placeholder, segments, index + 1);
        }
        return found;
    }

    /** What stands for the placeholders of a route in these segments. */
    static Map<String, String> values(String template, List<String> segments) {
        if (template.indexOf('{') < 0) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(List.of(template.substring(1).split("/", -1)));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (isPlaceholder(name)) {
                values.put(name.substring(1, name.length() - 1), segments.get(i));
            }
        }
        return values;
    }
}
