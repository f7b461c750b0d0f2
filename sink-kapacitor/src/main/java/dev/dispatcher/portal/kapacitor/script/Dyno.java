/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

/**
 * How an app's name and those of its dynos hang together: {@code shop-prod} is the app {@code shop} in the space {@code prod}
 * and its web dyno; {@code shop--worker-prod} is its worker.
 *
 * @param space empty when the app's name has none
 */
record Dyno(String shortApp, String type, String space) {

    static Dyno of(String app) {
        int parts = app.indexOf("--");
        if (parts >= 0) {
            String rest = app.substring(parts + 2);
            return of(app.substring(0, parts), rest, true);
        }
        return of(app, "web", false);
    }

    private static Dyno of(String first, String second, boolean named) {
        String split = named ? second : first;
        int dash = split.indexOf('-');
        String before = dash < 0 ? split : split.substring(0, dash);
        String space = dash < 0 ? "" : split.substring(dash + 1);
        return named ? new Dyno(first, before, space) : new Dyno(before, second, space);
    }

    /** The condition on the tag {@code dyno} for a type of dynos. */
    static String condition(String type) {
        String dyno = Influx.name("dyno");
        return switch (type) {
            case "all" -> dyno + " =~ " + Influx.regex(".*");
            case "web" -> dyno + " !~ " + Influx.regex("--");
            default -> {
                String quoted = Influx.quoted(type);
                yield dyno + " =~ " + Influx.regex("^" + quoted + "(\\.[0-9]+)?$|--" + quoted + "([-.]|$)");
            }
        };
    }
}
