/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes paths and queries apart. A slash that was encoded stays inside its segment. */
final class Paths {

    private Paths() {}

    static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path starts with a slash");
        }
        List<String> segments = new ArrayList<>();
        for (String raw : path.substring(1).split("/", -1)) {
            String segment = decode(raw, false);
            if (segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("the path has no segment '" + segment + "'");
            }
            if (segment.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the path has no control characters");
            }
            segments.add(segment);
        }
        return segments;
    }

    /** The first value of each name. What is malformed is left as it is. */
    static Map<String, String> query(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            values.putIfAbsent(lenient(name), equals < 0 ? "" : lenient(pair.substring(equals + 1)));
        }
        return values;
    }

    /** All values of one name, as {@link #query} takes them. */
    static List<String> queries(String query, String name) {
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&")) {
            query(pair).forEach((each, value) -> {
                if (each.equals(name)) {
                    values.add(value);
                }
            });
        }
        return values;
    }

    private static String lenient(String raw) {
        try {
            return decode(raw, true);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }

    private static String decode(String raw, boolean plusIsSpace) {
        if (raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0)) {
            return raw;
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("two hexadecimal digits follow a %");
                }
                bytes.put((byte) (high << 4 | low));
                i += 3;
            } else {
                String one = c == '+' && plusIsSpace ? " " : String.valueOf(c);
                bytes.put(one.getBytes(StandardCharsets.UTF_8));
                i++;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("what follows a % is UTF-8", e);
        }
    }
}
