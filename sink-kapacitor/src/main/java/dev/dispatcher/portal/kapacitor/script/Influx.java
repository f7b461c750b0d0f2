/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

/** Pieces of InfluxQL, each of them one piece whatever it holds. */
final class Influx {

    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private Influx() {}

    /** A name in double quotes. */
    static String name(String name) {
        return '"' + escaped(name, '"') + '"';
    }

    /** A string in single quotes. */
    static String string(String value) {
        return '\'' + escaped(value, '\'') + '\'';
    }

    private static String escaped(String value, char quote) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace(String.valueOf(quote), "\\" + quote);
    }

    /** A regular expression between slashes. */
    static String regex(String expression) {
        return '/' + expression.replace("/", "\\/") + '/';
    }

    /** What matches just this text, in Go's regular expressions. */
    static String quoted(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }
}
