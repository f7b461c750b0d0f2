/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Address of a PostgreSQL database, taken apart by ourselves: parsers of the JDK and the driver put the whole text, with the
 * password, into their messages.
 *
 * @param hosts as written, with ports; several separated by commas
 * @param parameters for the driver
 */
record PostgresUrl(
        String hosts,
        String database,
        Optional<String> user,
        Optional<String> password,
        Map<String, String> parameters) {

    private static final String EXPECTED =
            "expected postgres://USER:PASSWORD@HOST:PORT/DATABASE, jdbc:postgresql://HOST/DATABASE or 'none'";

    /** What libpq calls these, as in addresses that platforms hand out. */
    private static final Map<String, String> LIBPQ = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "keepalives", "tcpKeepAlive",
            "options", "options");

    static PostgresUrl parse(String text) {
        String rest = withoutScheme(text);
        int question = rest.indexOf('?');
        int at = rest.substring(0, question < 0 ? rest.length() : question).lastIndexOf('@');
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        question = place.indexOf('?');
        String query = question < 0 ? "" : place.substring(question + 1);
        String path = question < 0 ? place : place.substring(0, question);
        int slash = path.indexOf('/');
        String hosts = slash < 0 ? path : path.substring(0, slash);
        Map<String, String> parameters = parameters(query);
        Optional<String> user = Optional.ofNullable(parameters.remove("user"));
        Optional<String> password = Optional.ofNullable(parameters.remove("password"));
        if (at >= 0) {
            int colon = userInfo.indexOf(':');
            user = Optional.of(decoded(colon < 0 ? userInfo : userInfo.substring(0, colon), "user"));
            password = colon < 0 ? password : Optional.of(decoded(userInfo.substring(colon + 1), "password"));
        }
        String database = slash < 0 ? "" : decoded(path.substring(slash + 1), "database");
        checkHosts(hosts);
        if (database.isEmpty()) {
            throw new IllegalArgumentException("url names no database: " + EXPECTED);
        }
        return new PostgresUrl(hosts, database, user, password, parameters);
    }

    private static String withoutScheme(String text) {
        for (String scheme : new String[] {"jdbc:postgresql://", "postgresql://", "postgres://"}) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        int end = text.indexOf("://");
        String scheme = end > 0 && text.substring(0, end).matches("[A-Za-z][A-Za-z0-9+.:-]{0,30}")
                ? ", not " + text.substring(0, end) + "://"
                : "";
        throw new IllegalArgumentException("url cannot be used: " + EXPECTED + scheme);
    }

    private static void checkHosts(String hosts) {
        for (String host : hosts.split(",", -1)) {
            String port = host.substring(host.lastIndexOf(']') + 1);
            int colon = port.indexOf(':');
            if (host.isBlank() || (colon == 0 && !host.startsWith("["))) {
                throw new IllegalArgumentException("url names no host: " + EXPECTED);
            }
            if (host.startsWith("[") != host.contains("]") || host.contains(" ")) {
                throw new IllegalArgumentException("url has a host that cannot be understood: " + EXPECTED);
            }
            if (colon >= 0 && !isPort(port.substring(colon + 1))) {
                // not what stands there: it may be a piece of a password with an '@'
                throw new IllegalArgumentException(
                        "url has a port that is no number from 1 to 65535; a '/' or '?' in a password is written %2F or %3F");
            }
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : query.split("&", -1)) {
            if (!each.isEmpty()) {
                int equals = each.indexOf('=');
                String name = equals < 0 ? each : each.substring(0, equals);
                String value = equals < 0 ? "" : decoded(each.substring(equals + 1), name);
                parameters.put(LIBPQ.getOrDefault(name, name), value);
            }
        }
        parameters.computeIfPresent("tcpKeepAlive", (name, value) -> value.equals("1") ? "true" : value);
        return parameters;
    }

    /** Unlike in forms, '+' is a plus. */
    private static String decoded(String text, String what) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("url has a '%' in its " + what
                        + " that two hex digits do not follow; the sign itself is written %25");
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Without user and password. */
    String jdbc() {
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(hosts)
                .append('/')
                .append(encoded(database));
        char before = '?';
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            url.append(before).append(each.getKey()).append('=').append(encoded(each.getValue()));
            before = '&';
        }
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    String shown() {
        return "postgresql " + hosts + "/" + database;
    }
}
