/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Route.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which notifications a list asks for, in which order. */
final class Listing {

    private static final int MOST = 1000;
    /** Empty for what is the same in all of them. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("id", "id"),
            Map.entry("notification_uuid", "notification_uuid"),
            Map.entry("generated_time", "generated_time"),
            Map.entry("type", "type"),
            Map.entry("payload", "payload"),
            Map.entry("status", "status"),
            Map.entry("source_host_uuid", "source_host_uuid"),
            Map.entry("created_at", "created_at"),
            Map.entry("updated_at", "updated_at"),
            Map.entry("deleted_at", ""),
            Map.entry("deleted", ""));

    private record Order(String column, boolean ascending) {}

    /** Conditions, order and limit, with the values for its question marks. */
    record Sql(String text, List<Object> values) {}

    private final Request request;

    private Listing(Request request) {
        this.request = request;
    }

    /** The marker that was sent, if any: the id, or the uuid, of the last one that was seen. */
    static Optional<String> marker(Request request) {
        return Optional.ofNullable(new Listing(request).last("marker"));
    }

    /** @param after the one that the marker means */
    static Sql of(Request request, Optional<Row> after) throws Fault {
        return new Listing(request).sql(after);
    }

    private Sql sql(Optional<Row> after) throws Fault {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (String column : List.of("type", "status", "source_host_uuid")) {
            String value = last(column);
            if (value != null) {
                conditions.add(column + " = ?");
                values.add(value);
            }
        }
        String since = last("generated-since") == null ? last("generated_since") : last("generated-since");
        if (since != null) {
            Instant from = Times.read(since).orElseThrow(() -> new Fault(400, "Invalid generated-since value"));
            conditions.add("generated_time >= ?");
            values.add(Times.micros(from));
        }
        long limit = Math.min(number("limit"), MOST);
        number("page_size");
        List<Order> orders = orders();
        after.ifPresent(row -> conditions.add(beyond(orders, row, values)));
        StringBuilder text = new StringBuilder();
        if (!conditions.isEmpty()) {
            text.append("where ").append(String.join(" and ", conditions)).append(' ');
        }
        text.append("order by ");
        text.append(String.join(
                ", ",
                orders.stream()
                        .map(order -> order.column() + (order.ascending() ? " asc" : " desc"))
                        .toList()));
        return new Sql(text.append(" limit ").append(limit).toString(), values);
    }

    private @Nullable String last(String name) {
        List<String> all = request.queries(name);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    private long number(String name) throws Fault {
        String text = last(name);
        if (text == null) {
            return MOST;
        }
        if (!text.strip().matches("[+-]?[0-9]+")) {
            throw new Fault(400, "Invalid input received: " + name + " must be an integer");
        }
        java.math.BigInteger value = new java.math.BigInteger(text.strip());
        if (value.signum() < 0) {
            throw new Fault(400, "Invalid input received: " + name + " must be >= 0");
        }
        return value.min(java.math.BigInteger.valueOf(MOST)).longValue();
    }

    private List<Order> orders() throws Fault {
        List<String> keys = new ArrayList<>(stripped("sort_key"));
        List<String> dirs = stripped("sort_dir");
        if (keys.isEmpty()) {
            keys.add("created_at");
        }
        for (String dir : dirs) {
            if (!dir.equals("asc") && !dir.equals("desc")) {
                throw new Fault(400, "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'");
            }
        }
        if (dirs.size() > keys.size()) {
            throw new Fault(400, "Invalid input received: Sort direction size exceeds sort key size");
        }
        boolean first = !dirs.isEmpty() && dirs.get(0).equals("asc");
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String column = KEYS.get(keys.get(i));
            if (column == null) {
                throw new Fault(400, "InvalidSortKey('Sort key supplied is invalid: " + keys.get(i) + "')");
            }
            add(orders, column, i < dirs.size() ? dirs.get(i).equals("asc") : first);
        }
        add(orders, "created_at", first);
        add(orders, "id", first);
        return orders;
    }

    private static void add(List<Order> orders, String column, boolean ascending) {
        if (!column.isEmpty()
                && orders.stream().noneMatch(order -> order.column().equals(column))) {
            orders.add(new Order(column, ascending));
        }
    }

    private List<String> stripped(String name) {
        return request.queries(name).stream().map(String::strip).toList();
    }

    /** Those that come later in this order than a row. It is asked for in the database, which alone knows how it orders texts. */
    private static String beyond(List<Order> orders, Row row, List<Object> values) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            List<String> parts = new ArrayList<>();
            for (int j = 0; j <= i; j++) {
                Order order = orders.get(j);
                String compared = j < i ? " = " : order.ascending() ? " > " : " < ";
                parts.add(order.column() + compared + "(select " + order.column()
                        + " from masakari_notification where id = ?)");
                values.add(row.id());
            }
            ways.add("(" + String.join(" and ", parts) + ")");
        }
        return "(" + String.join(" or ", ways) + ")";
    }
}
