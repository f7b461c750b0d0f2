/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What somebody wants to be told about an app. Texts as they are answered; empty where the kind has no such thing or nobody
 * gave it.
 *
 * @param dyno as asked for: {@code web}, {@code all}, {@code worker}
 * @param email one or more addresses with commas between
 */
public record Task(
        Kind kind,
        String app,
        String tolerance,
        String dyno,
        String crit,
        String warn,
        String window,
        String every,
        String slack,
        String post,
        String email) {

    /** The id, in Kapacitor and in the store. */
    public String id() {
        return id(kind, app, dyno);
    }

    public static String id(Kind kind, String app, String dyno) {
        return app + kind.mark() + (kind == Kind.MEMORY ? dyno : "");
    }

    /** The addresses one by one. */
    public List<String> emails() {
        return Stream.of(email.split(",", -1)).filter(each -> !each.isEmpty()).toList();
    }

    /** As the API answers it: names and their order are those of the old one. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (kind == Kind.MEMORY) {
            fields.put("id", id());
        }
        fields.put("app", app);
        if (kind == Kind.ERRORS) {
            fields.put("tolerance", tolerance);
        }
        if (kind == Kind.MEMORY) {
            fields.put("dynotype", dyno);
            fields.put("crit", crit);
            fields.put("warn", warn);
            fields.put("window", window);
            fields.put("every", every);
        }
        fields.put("slack", slack);
        fields.put("post", post);
        fields.put("email", email);
        return fields;
    }

    /** From names as in {@link #fields()}; what is not there is empty. Checks nothing. */
    public static Task of(Kind kind, Map<String, String> fields) {
        return new Task(
                kind,
                fields.getOrDefault("app", ""),
                fields.getOrDefault("tolerance", ""),
                fields.getOrDefault("dynotype", ""),
                fields.getOrDefault("crit", ""),
                fields.getOrDefault("warn", ""),
                fields.getOrDefault("window", ""),
                fields.getOrDefault("every", ""),
                fields.getOrDefault("slack", ""),
                fields.getOrDefault("post", ""),
                fields.getOrDefault("email", ""));
    }

    /** Without the targets, which may hold secrets. */
    @Override
    public String toString() {
        return id();
    }
}
