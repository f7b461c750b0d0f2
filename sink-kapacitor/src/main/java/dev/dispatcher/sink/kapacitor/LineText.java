/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

/**
 * Texts in the places of the line protocol, as the parser of InfluxDB 1.x and 2.x, which Kapacitor shares, reads them.
 * https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/
 */
final class LineText {

    private LineText() {}

    static String measurement(String text) {
        String plain = plain(text);
        // a line that begins with # is a comment
        String name = plain.startsWith("#") ? "_" + plain : plain;
        return escaped(name, ", ");
    }

    /** The name of a tag or field. */
    static String key(String text) {
        String key = tagValue(text);
        // the server refuses a tag or field of this name
        return key.equals("time") ? "time_" : key;
    }

    static String tagValue(String text) {
        return escaped(plain(text), ", =");
    }

    static String quoted(String text) {
        return '"' + escaped(text, "\"\\") + '"';
    }

    /** Without what ends a line, and without a backslash at the end, which would take the separator for its own. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip().replaceAll("\\\\+$", "");
    }

    private static String escaped(String text, String special) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (special.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
