/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template before Pebble does: refuses everything that is not on our lists, writes dotted field names in the form
 * that Pebble takes, and finds templates so simple that Pebble is not needed.
 */
final class Scanner {

    /** A piece of a simple template: text, or the field whose value goes there. */
    record Part(String text, boolean field) {}

    private static final Pattern LOOP = Pattern.compile("\\{%-?\\s*for\\s+(\\w+)\\s+in\\b");
    private static final Set<String> LOOP_STATE = Set.of("index", "first", "last", "length", "revindex");
    private static final Set<String> CONSTANTS =
            Set.of("true", "false", "null", "none", "TRUE", "FALSE", "NULL", "NONE");
    private static final int DEEPEST = 30;

    private final String source;
    private final Set<String> variables = new HashSet<>(Set.of("event"));
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder rewritten = new StringBuilder();
    private boolean simple = true;
    private int at;
    private int tags;

    private Scanner(String source) {
        this.source = source;
    }

    /**
     * @param parts null when the template needs Pebble
     * @param rewritten for Pebble
     */
    record Scanned(@Nullable List<Part> parts, String rewritten) {}

    static Scanned scan(String source) {
        return new Scanner(source).scan();
    }

    private Scanned scan() {
        Matcher loop = LOOP.matcher(source);
        while (loop.find()) {
            if (Set.of("event", "events", "loop").contains(loop.group(1))) {
                throw wrong(loop.start(), "a loop cannot have '" + loop.group(1) + "' as its variable");
            }
            variables.add(loop.group(1));
        }
        while (at < source.length()) {
            int open = open();
            if (open > at) {
                text(source.substring(at, open));
                at = open;
            } else {
                tag();
            }
        }
        if (tags != 0) {
            throw wrong(source.length(), "an {% if %} or {% for %} has no end");
        }
        return new Scanned(simple ? List.copyOf(parts) : null, rewritten.toString());
    }

    private int open() {
        for (int i = at; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    private void text(String text) {
        parts.add(new Part(text, false));
        rewritten.append(text);
    }

    private void tag() {
        char kind = source.charAt(at + 1);
        int start = at;
        if (kind == '#') {
            int end = source.indexOf("#}", at + 2);
            if (end < 0) {
                throw wrong(start, "the comment has no end: #}");
            }
            simple = false;
            rewritten.append(source, at, end + 2);
            at = end + 2;
            return;
        }
        rewritten.append(source, at, at + 2);
        at += 2;
        String close = kind == '{' ? "}}" : "%}";
        new Expression(start, close).scan(kind == '%');
        simple &= kind == '{' && plainField(source.substring(start + 2, at - 2));
    }

    private boolean plainField(String inside) {
        String name = inside.strip();
        if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}\\p{N}_]+)*") || CONSTANTS.contains(name)) {
            return false;
        }
        String field = name.startsWith("event.") ? name.substring("event.".length()) : name;
        String root = field.contains(".") ? field.substring(0, field.indexOf('.')) : field;
        if (name.equals("event") || name.equals("events") || root.equals("loop") || variables.contains(root)) {
            return false;
        }
        parts.add(new Part(field, true));
        return true;
    }

    IllegalArgumentException wrong(int where, String what) {
        int line = 1
                + (int) source.substring(0, Math.min(where, source.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new IllegalArgumentException("line " + line + " of the template: " + what);
    }

    /** What stands between two delimiters. */
    private final class Expression {

        private final int start;
        private final String close;
        private int depth;
        private String before = "";

        Expression(int start, String close) {
            this.start = start;
            this.close = close;
        }

        void scan(boolean tag) {
            boolean first = tag;
            while (true) {
                if (at >= source.length()) {
                    throw wrong(start, "the end is missing: " + close);
                }
                if (depth == 0 && source.startsWith(close, at)) {
                    rewritten.append(close);
                    at += 2;
                    return;
                }
                char c = source.charAt(at);
                if (Character.isLetter(c) || c == '_') {
                    String name = chain();
                    if (first) {
                        tagName(name);
                        first = false;
                        rewritten.append(name);
                    } else {
                        name(name);
                    }
                    before = before.equals("is") && name.equals("not") ? "is not" : name;
                } else if (c == '\'' || c == '"') {
                    string(c);
                    before = "text";
                } else if (Character.isDigit(c)) {
                    number();
                    before = "number";
                } else {
                    mark(c);
                }
            }
        }

        private void tagName(String name) {
            if (!Templates.TAGS.contains(name)) {
                throw wrong(
                        at,
                        "there is no tag '" + name + "'" + Similar.hint(name, Templates.TAGS)
                                + (name.equals("raw") || name.equals("verbatim")
                                        ? "; write {{ '{{' }} for two braces"
                                        : ""));
            }
            tags += name.equals("if") || name.equals("for") ? 1 : name.startsWith("end") ? -1 : 0;
            if (tags < 0 || tags > DEEPEST) {
                throw wrong(
                        at, tags < 0 ? "'" + name + "' ends nothing" : "more than " + DEEPEST + " tags in each other");
            }
        }

        private String chain() {
            int from = at;
            word();
            while (at + 1 < source.length() && source.charAt(at) == '.' && wordChar(source.charAt(at + 1))) {
                at++;
                word();
            }
            return source.substring(from, at);
        }

        private void word() {
            while (at < source.length() && wordChar(source.charAt(at))) {
                at++;
            }
        }

        private void name(String name) {
            if (before.equals("|")) {
                if (!Templates.FILTERS.contains(name)) {
                    throw wrong(at, "there is no filter '" + name + "'" + Similar.hint(name, Templates.FILTERS));
                }
                rewritten.append(name);
                return;
            }
            if ((before.equals("is") && !name.equals("not")) || before.equals("is not")) {
                if (!Templates.TESTS.contains(name)) {
                    throw wrong(at, "there is no test '" + name + "'" + Similar.hint(name, Templates.TESTS));
                }
                rewritten.append(name);
                return;
            }
            if (called()) {
                throw wrong(at, name.contains(".") ? "a value has no methods" : "there is no function '" + name + "'");
            }
            int dot = name.indexOf('.');
            String root = dot < 0 ? name : name.substring(0, dot);
            if (dot < 0 || (root.equals("loop") && LOOP_STATE.contains(name.substring(dot + 1)))) {
                rewritten.append(name);
            } else if (variables.contains(root)) {
                rewritten
                        .append(root)
                        .append("['")
                        .append(name, dot + 1, name.length())
                        .append("']");
            } else {
                rewritten.append("event['").append(name).append("']");
            }
        }

        private boolean called() {
            int next = at;
            while (next < source.length() && Character.isWhitespace(source.charAt(next))) {
                next++;
            }
            boolean operator = Set.of("and", "or", "not", "in", "if", "is", "contains", "equals")
                    .contains(before(at));
            return next < source.length() && source.charAt(next) == '(' && !operator;
        }

        private String before(int end) {
            int from = end;
            while (from > 0 && wordChar(source.charAt(from - 1))) {
                from--;
            }
            return source.substring(from, end);
        }

        private void string(char quote) {
            int from = at++;
            while (at < source.length() && source.charAt(at) != quote) {
                if (quote == '"' && source.startsWith("#{", at)) {
                    throw wrong(at, "join texts with ~ instead of #{…}");
                }
                at += source.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= source.length()) {
                throw wrong(from, "the text that begins with " + quote + " has no end");
            }
            rewritten.append(source, from, ++at);
        }

        private void number() {
            int from = at;
            while (at < source.length() && (digit(at) || (source.charAt(at) == '.' && digit(at + 1)))) {
                at++;
            }
            String number = source.substring(from, at);
            if (number.length() > 18 || number.indexOf('.') != number.lastIndexOf('.')) {
                throw wrong(from, "'" + number + "' is no number that a template can hold");
            }
            rewritten.append(number);
        }

        private boolean digit(int index) {
            return index < source.length() && Character.isDigit(source.charAt(index));
        }

        private void mark(char c) {
            if (c == '.' && before.equals("]") && at + 1 < source.length() && wordChar(source.charAt(at + 1))) {
                at++;
                String name = chain();
                if (called()) {
                    throw wrong(at, "a value has no methods");
                }
                rewritten.append("['").append(name).append("']");
                before = "]";
                return;
            }
            if (c == '.') {
                throw wrong(at, source.startsWith("..", at) ? "there are no ranges" : "a '.' makes no sense here");
            }
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (depth > DEEPEST || depth < 0) {
                throw wrong(
                        at,
                        depth < 0 ? "'" + c + "' closes nothing" : "more than " + DEEPEST + " brackets in each other");
            }
            if (!Character.isWhitespace(c)) {
                before = String.valueOf(c);
            }
            rewritten.append(c);
            at++;
        }

        private static boolean wordChar(char c) {
            return Character.isLetterOrDigit(c) || c == '_';
        }
    }
}
