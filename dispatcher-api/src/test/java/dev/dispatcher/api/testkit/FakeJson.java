/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The host's JSON in one file: strict, and in plain values only. Any number of threads. */
final class FakeJson implements Json {

    static final FakeJson INSTANCE = new FakeJson();

    private FakeJson() {}

    @Override
    public byte[] write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(StringBuilder out, Object value) {
        if (value instanceof String text) {
            quote(out, text);
        } else if (value instanceof Map<?, ?> map) {
            out.append('{');
            map.forEach((key, inner) -> {
                out.append(out.charAt(out.length() - 1) == '{' ? "" : ",");
                quote(out, (String) key);
                out.append(':');
                write(out, inner);
            });
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(out, list.get(i));
            }
            out.append(']');
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
        }
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        escape(out, text);
        out.append('"');
    }

    static void escape(StringBuilder out, String text) {
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
    }

    @Override
    public Object read(byte[] bytes) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        Reader reader = new Reader(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.wrong("the end");
        }
        return value;
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Object value(int depth) throws IOException {
            if (depth > 100) {
                throw wrong("less than 100 levels");
            }
            space();
            char next = peek();
            if (next == '{') {
                return object(depth);
            }
            if (next == '[') {
                return array(depth);
            }
            if (next == '"') {
                return string();
            }
            for (String word : List.of("true", "false", "null")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("null") ? null : Boolean.valueOf(word);
                }
            }
            return number();
        }

        private Object object(int depth) throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            at++;
            space();
            if (peek() == '}') {
                at++;
                return map;
            }
            do {
                space();
                if (peek() != '"') {
                    throw wrong("a key");
                }
                String key = string();
                space();
                if (next() != ':') {
                    throw wrong("':'");
                }
                Object value = value(depth + 1);
                if (map.containsKey(key)) {
                    throw wrong("no second '" + key + "'");
                }
                map.put(key, value);
                space();
            } while (more('}'));
            return map;
        }

        private Object array(int depth) throws IOException {
            List<Object> list = new ArrayList<>();
            at++;
            space();
            if (peek() == ']') {
                at++;
                return list;
            }
            do {
                list.add(value(depth + 1));
                space();
            } while (more(']'));
            return list;
        }

        private boolean more(char end) throws IOException {
            char found = next();
            if (found != ',' && found != end) {
                throw wrong("',' or '" + end + "'");
            }
            return found == ',';
        }

        private String string() throws IOException {
            StringBuilder out = new StringBuilder();
            at++;
            for (char c = next(); c != '"'; c = next()) {
                if (c < ' ') {
                    throw wrong("an escaped control character");
                }
                out.append(c == '\\' ? escaped() : c);
            }
            return out.toString();
        }

        private char escaped() throws IOException {
            char c = next();
            int plain = "\"\\/bfnrt".indexOf(c);
            if (plain >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(plain);
            }
            if (c != 'u'
                    || at + 4 > text.length()
                    || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                throw wrong("an escape");
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }

        private Object number() throws IOException {
            int start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String word = text.substring(start, at);
            if (word.matches("-?(0|[1-9][0-9]*)")) {
                BigInteger number = new BigInteger(word);
                return number.bitLength() < 64 ? (Object) number.longValue() : number;
            }
            if (word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                return new BigDecimal(word);
            }
            throw wrong("a value");
        }

        void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() throws IOException {
            if (at >= text.length()) {
                throw wrong("more");
            }
            return text.charAt(at);
        }

        private char next() throws IOException {
            char c = peek();
            at++;
            return c;
        }

        IOException wrong(String expected) {
            String before = text.substring(0, Math.min(at, text.length()));
            long line = before.chars().filter(c -> c == '\n').count() + 1;
            return new IOException("line " + line + ", column " + (before.length() - before.lastIndexOf('\n'))
                    + ": expected " + expected);
        }
    }
}
