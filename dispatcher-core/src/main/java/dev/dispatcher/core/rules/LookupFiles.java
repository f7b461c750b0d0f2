/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tables that lookups keep in files: CSV with a header line, or JSON. */
final class LookupFiles {

    /** The column of a table whose rows are single values. */
    static final String SINGLE = "value";

    private static final long LARGEST = 16 * 1024 * 1024;

    private LookupFiles() {}

    /**
     * @param key the column with the key; null: the first of a CSV file, {@code key} of a JSON list
     * @throws IllegalArgumentException when it is no table
     */
    static Map<String, Map<String, @Nullable Object>> read(Path file, @Nullable String key) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("it is larger than 16 MiB");
            }
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".csv")) {
                return csv(Files.readString(file), key);
            }
            if (name.endsWith(".json")) {
                return json(new JacksonJson().read(Files.readAllBytes(file)), key);
            }
            throw new IllegalArgumentException("its name should end in .csv or .json");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }

    private static Map<String, Map<String, @Nullable Object>> csv(String text, @Nullable String key) {
        List<List<String>> lines = lines(text.startsWith("\ufeff") ? text.substring(1) : text);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("it is empty; the first line names the columns");
        }
        List<String> header = lines.get(0).stream().map(String::strip).toList();
        int by = key == null ? 0 : header.indexOf(key);
        if (by < 0) {
            throw new IllegalArgumentException("it has no column '" + key + "'");
        }
        Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            if (line.size() != header.size()) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + line.size() + " values, the header " + header.size());
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int column = 0; column < header.size(); column++) {
                if (column != by) {
                    row.put(header.get(column), line.get(column));
                }
            }
            add(rows, line.get(by), row);
        }
        return rows;
    }

    private static void add(
            Map<String, Map<String, @Nullable Object>> rows, String key, Map<String, @Nullable Object> row) {
        if (rows.put(key, row) != null) {
            throw new IllegalArgumentException("the key '" + Shown.plain(key) + "' is there twice");
        }
    }

    /** RFC 4180: values in quotes may hold commas, line ends and doubled quotes. Empty lines are skipped. */
    private static List<List<String>> lines(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    value.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    value.append(text.charAt(++i));
                } else {
                    quoted = false;
                }
            } else if (c == '"' && value.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                line.add(value.toString());
                value.setLength(0);
            } else if (c == '\n') {
                end(lines, line, value);
                line = new ArrayList<>();
            } else if (c != '\r') {
                value.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        end(lines, line, value);
        return lines;
    }

    private static void end(List<List<String>> lines, List<String> line, StringBuilder value) {
        if (!line.isEmpty() || !value.isEmpty()) {
            line.add(value.toString());
            lines.add(line);
            value.setLength(0);
        }
    }

    private static Map<String, Map<String, @Nullable Object>> json(@Nullable Object json, @Nullable String key) {
        Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> add(rows, String.valueOf(name), row(value)));
            return rows;
        }
        if (!(json instanceof List<?> list)) {
            throw new IllegalArgumentException("it is neither an object nor a list of objects");
        }
        String by = key == null ? "key" : key;
        for (Object item : list) {
            Map<String, @Nullable Object> row = row(item);
            Object id = row.remove(by);
            if (id == null) {
                throw new IllegalArgumentException("an object of its list has no '" + by + "'");
            }
            add(rows, id.toString(), row);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(@Nullable Object value) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> columns) {
            columns.forEach((column, cell) -> {
                if (cell instanceof Map || cell instanceof List) {
                    throw new IllegalArgumentException("'" + column + "' is not a single value");
                }
                row.put(String.valueOf(column), cell);
            });
        } else if (value instanceof List) {
            throw new IllegalArgumentException("a row is a list");
        } else {
            row.put(SINGLE, value);
        }
        return row;
    }
}
