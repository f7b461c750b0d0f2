/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import org.jspecify.annotations.Nullable;

/** Finds a text that every match of a regular expression contains, so that most events need no regular expression. */
final class Literals {

    private static final int SHORTEST = 3;

    private Literals() {}

    /** The longest run of plain characters outside groups and classes; null when none is certain. */
    static @Nullable String required(String regex) {
        if (regex.contains("|") || regex.contains("(?") || regex.contains("\\Q")) {
            return null;
        }
        String best = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '[' || c == '{') {
                int end = regex.indexOf(c == '[' ? ']' : '}', i + 1);
                // a class within a class, or one that begins with a bracket: not worth the care
                if (end < 0 || regex.substring(i + 1, end).matches("(?s).*[\\[\\\\].*|\\^?")) {
                    return null;
                }
                best = longer(best, c == '{' ? shortened(run) : run);
                run.setLength(0);
                i = end;
            } else if (c == '\\') {
                if (i + 1 == regex.length()) {
                    return null;
                }
                char escaped = regex.charAt(++i);
                if ("dDsSwWbB".indexOf(escaped) >= 0) {
                    best = longer(best, run);
                    run.setLength(0);
                } else if (Character.isLetterOrDigit(escaped)) {
                    return null;
                } else if (depth == 0) {
                    run.append(escaped);
                }
            } else if ("?*+".indexOf(c) >= 0) {
                best = longer(best, shortened(run));
                run.setLength(0);
            } else if ("().^$".indexOf(c) >= 0) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                best = longer(best, run);
                run.setLength(0);
            } else if (depth == 0) {
                run.append(c);
            }
        }
        best = longer(best, run);
        return best.length() < SHORTEST ? null : best;
    }

    private static String longer(String best, StringBuilder run) {
        return run.length() > best.length() ? run.toString() : best;
    }

    /** What a quantifier follows may not be there. */
    private static StringBuilder shortened(StringBuilder run) {
        if (!run.isEmpty()) {
            // a quantifier follows a character, which may be a pair
            run.setLength(run.offsetByCodePoints(run.length(), -1));
        }
        return run;
    }
}
