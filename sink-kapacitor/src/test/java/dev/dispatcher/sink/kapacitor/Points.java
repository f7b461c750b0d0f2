/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads lines as InfluxDB 1.x does: a separator counts unless a backslash stands before it, even one that is itself
 * escaped; in names and tags a backslash is dropped before a comma, a space or an equals sign only.
 */
final class Points {

    record Point(String measurement, Map<String, String> tags, Map<String, String> fields, String time) {

        String text(String field) {
            String raw = fields.get(field);
            return raw.substring(1, raw.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
        }
    }

    private final String text;
    private int at;

    private Points(String text) {
        this.text = text;
    }

    static List<Point> read(String text) {
        Points reader = new Points(text);
        List<Point> points = new ArrayList<>();
        while (reader.at < text.length()) {
            points.add(reader.point());
        }
        return points;
    }

    private Point point() {
        if (text.charAt(at) == '#') {
            throw new AssertionError("a comment");
        }
        String measurement = word(", ");
        Map<String, String> tags = new LinkedHashMap<>();
        while (text.charAt(at) == ',') {
            at++;
            String key = word("=");
            at++;
            if (tags.put(key, word(", ")) != null) {
                throw new AssertionError("tag twice: " + key);
            }
        }
        Map<String, String> fields = new LinkedHashMap<>();
        do {
            at++;
            String key = word("=");
            at++;
            if (fields.put(key, value()) != null) {
                throw new AssertionError("field twice: " + key);
            }
        } while (text.charAt(at) == ',');
        at++;
        int end = text.indexOf('\n', at);
        String time = text.substring(at, end);
        at = end + 1;
        return new Point(measurement, tags, fields, time);
    }

    private String word(String until) {
        int start = at;
        while (until.indexOf(text.charAt(at)) < 0 || text.charAt(at - 1) == '\\') {
            if (text.charAt(at) == '\n') {
                throw new AssertionError("the line ends within " + text.substring(start, at));
            }
            at++;
        }
        if (at == start) {
            throw new AssertionError("nothing at " + at);
        }
        return text.substring(start, at).replaceAll("\\\\([, =])", "$1");
    }

    private String value() {
        int start = at;
        if (text.charAt(at) != '"') {
            return word(", ");
        }
        at++;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        return text.substring(start, at);
    }
}
