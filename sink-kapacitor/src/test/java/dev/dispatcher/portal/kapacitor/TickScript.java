/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a TICKscript of one chain back, by the lexical rules of Kapacitor and with no code of the program's: what a text
 * became, and that it became nothing else.
 */
final class TickScript {

    /** What it is no script for. */
    static final class Wrong extends Exception {
        Wrong(String message) {
            super(message);
        }
    }

    /**
     * One call.
     *
     * @param node true behind a pipe, false behind a dot
     * @param arguments strings as their text behind a quote, lambdas as {@code lambda: …}, durations as they stand
     */
    record Call(boolean node, String name, List<String> arguments) {

        /** The text of a string argument. */
        String text(int index) {
            if (!arguments.get(index).startsWith("'")) {
                throw new AssertionError(name + " has no string as argument " + index + ": " + arguments);
            }
            return arguments.get(index).substring(1);
        }
    }

    private final String text;
    private int at;

    private TickScript(String text) {
        this.text = text;
    }

    static List<Call> read(String script) throws Wrong {
        return new TickScript(script).chain();
    }

    /** The calls of this name, of nodes or properties. */
    static List<Call> named(List<Call> calls, String name) {
        return calls.stream().filter(call -> call.name().equals(name)).toList();
    }

    static Optional<Call> first(List<Call> calls, String name) {
        return named(calls, name).stream().findFirst();
    }

    private List<Call> chain() throws Wrong {
        space();
        if (!word().equals("batch")) {
            throw wrong("batch");
        }
        List<Call> calls = new ArrayList<>();
        for (space(); at < text.length(); space()) {
            char c = text.charAt(at++);
            if (c != '|' && c != '.') {
                throw wrong("| or .");
            }
            String name = word();
            if (name.isEmpty() || at >= text.length() || text.charAt(at++) != '(') {
                throw wrong("a call");
            }
            calls.add(new Call(c == '|', name, arguments()));
        }
        return calls;
    }

    private List<String> arguments() throws Wrong {
        List<String> arguments = new ArrayList<>();
        space();
        if (peek() == ')') {
            at++;
            return arguments;
        }
        while (true) {
            space();
            arguments.add(argument());
            space();
            char c = peek();
            at++;
            if (c == ')') {
                return arguments;
            }
            if (c != ',') {
                throw wrong(", or )");
            }
        }
    }

    private String argument() throws Wrong {
        if (peek() == '\'') {
            return "'" + string();
        }
        if (text.startsWith("lambda:", at)) {
            return lambda();
        }
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (!text.substring(start, at).matches("[0-9]+(u|ms|[smhdw])|[0-9]+(\\.[0-9]+)?")) {
            throw wrong("a string, a duration or a number");
        }
        return text.substring(start, at);
    }

    private String string() throws Wrong {
        if (text.startsWith("'''", at)) {
            int end = text.indexOf("'''", at + 3);
            if (end < 0) {
                throw new Wrong("unterminated string");
            }
            String value = text.substring(at + 3, end);
            at = end + 3;
            return value;
        }
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            char c = peek();
            at++;
            if (c == '\'') {
                return value.toString();
            }
            if (c == '\\' && at < text.length() && text.charAt(at) == '\'') {
                value.append('\'');
                at++;
            } else {
                value.append(c);
            }
        }
    }

    /** Up to the comma or parenthesis that is not inside of it. */
    private String lambda() throws Wrong {
        int start = at;
        int depth = 0;
        while (true) {
            char c = peek();
            if (c == '\'') {
                string();
                continue;
            }
            if (c == '"') {
                at = text.indexOf('"', at + 1);
                if (at < 0) {
                    throw new Wrong("unterminated field reference");
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0 || c == ',' && depth == 0) {
                return text.substring(start, at);
            }
            at++;
        }
    }

    private String word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() throws Wrong {
        if (at >= text.length()) {
            throw new Wrong("parser: unexpected EOF");
        }
        return text.charAt(at);
    }

    private Wrong wrong(String expected) {
        return new Wrong("parser: unexpected text char " + at + ", expected " + expected);
    }
}
