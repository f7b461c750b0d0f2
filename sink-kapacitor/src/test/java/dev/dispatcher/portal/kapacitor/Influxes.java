/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

/** Reads InfluxQL back as far as quotes go. */
final class Influxes {

    private Influxes() {}

    /** A query without what stands in quotes and between the slashes of regular expressions. */
    static String outside(String query) {
        StringBuilder outside = new StringBuilder();
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            boolean regex = c == '/'
                    && i > 0
                    && (query.charAt(i - 1) == '.' || query.substring(0, i).endsWith("~ "));
            if (c == '\'' || c == '"' || regex) {
                int end = i + 1;
                while (end < query.length() && query.charAt(end) != c) {
                    end += query.charAt(end) == '\\' ? 2 : 1;
                }
                if (end >= query.length()) {
                    throw new AssertionError("what begins at " + i + " does not end: " + query);
                }
                i = end;
                outside.append(c).append(c);
            } else {
                outside.append(c);
            }
        }
        return outside.toString();
    }
}
