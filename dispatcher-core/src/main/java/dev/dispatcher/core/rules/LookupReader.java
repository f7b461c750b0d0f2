/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.template.Similar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tables of {@code lookups}, and a rule's {@code lookup}. */
final class LookupReader extends FileReader {

    static final List<String> USE = List.of("table", "by", "set", "prefix", "default");
    static final List<String> TABLE = List.of("file", "key", "rows");

    LookupReader(RulesContext context) {
        super(context);
    }

    Lookup.@Nullable Table table(String name, Node node, String path, List<Path> files) {
        Node.Mapping mapping = mapping(node, path, "'file' or 'rows'");
        if (mapping == null) {
            return null;
        }
        knownKeys(mapping, path, TABLE);
        Node file = mapping.get("file");
        Node rows = mapping.get("rows");
        if ((file == null) == (rows == null)) {
            wrong(node.at(), path, "expected either 'file' or 'rows'");
            return null;
        }
        Node keyNode = mapping.get("key");
        String key = keyNode == null ? null : text(keyNode, path + ".key");
        if (rows != null) {
            if (keyNode != null) {
                wrong(keyNode.at(), path + ".key", "only a file needs 'key'");
            }
            return table(name, inline(rows, path + ".rows"));
        }
        String label = file == null ? null : text(file, path + ".file");
        if (label == null || file == null) {
            return null;
        }
        Path source = beside(node.at().file()).resolve(label).normalize();
        files.add(source);
        try {
            return table(name, LookupFiles.read(source, key));
        } catch (IOException | IllegalArgumentException e) {
            boolean secret = file instanceof Node.Scalar scalar && scalar.secret();
            String why = secret ? "it cannot be read" : e.getMessage();
            wrong(file.at(), path + ".file", "expected a table in " + file.describe() + ", but: " + why);
            return null;
        }
    }

    private Path beside(String rulesFile) {
        Path folder = context.base().resolve(rulesFile).getParent();
        return folder == null ? context.base() : folder;
    }

    private static Lookup.Table table(String name, Map<String, Map<String, @Nullable Object>> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.values().forEach(row -> columns.addAll(row.keySet()));
        return new Lookup.Table(name, rows, columns);
    }

    private Map<String, Map<String, @Nullable Object>> inline(Node node, String path) {
        Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        Node.Mapping mapping = mapping(node, path, "rows by key");
        if (mapping != null) {
            mapping.entries().forEach((key, entry) -> {
                Node row = entry.value();
                rows.put(
                        key,
                        row instanceof Node.Scalar scalar
                                ? row(LookupFiles.SINGLE, scalar.value())
                                : columns(row, path + "." + key));
            });
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(String column, @Nullable Object value) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(column, value);
        return row;
    }

    private Map<String, @Nullable Object> columns(Node node, String path) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        Node.Mapping mapping = mapping(node, path, "values by column");
        if (mapping != null) {
            mapping.entries().forEach((column, entry) -> {
                if (entry.value() instanceof Node.Scalar scalar) {
                    row.put(column, scalar.value());
                } else {
                    wrong(entry.value().at(), path + "." + column, "expected a single value");
                }
            });
        }
        return row;
    }

    @Nullable
    Lookup use(Node node, String path, Map<String, Lookup.Table> tables) {
        Node.Mapping mapping = mapping(node, path, "a lookup with 'table' and 'by'");
        if (mapping == null) {
            return null;
        }
        knownKeys(mapping, path, USE);
        String name = needed(mapping, path, "table");
        String by = needed(mapping, path, "by");
        if (name == null || by == null) {
            return null;
        }
        Lookup.Table table = tables.get(name);
        if (table == null) {
            Node at = mapping.get("table");
            String hint = Similar.hint(name, tables.keySet());
            wrong(
                    at == null ? node.at() : at.at(),
                    path + ".table",
                    "no such lookup" + (hint.isEmpty() ? "; there are " + List.copyOf(tables.keySet()) : hint));
            return null;
        }
        Node fallback = mapping.get("default");
        Map<String, @Nullable Object> otherwise =
                fallback == null ? new LinkedHashMap<>() : columns(fallback, path + ".default");
        Node prefix = mapping.get("prefix");
        String before = prefix == null ? null : text(prefix, path + ".prefix");
        Node set = mapping.get("set");
        if (set != null && prefix != null) {
            wrong(prefix.at(), path + ".prefix", "either 'set' or 'prefix'");
        }
        Map<String, String> columns = set == null ? Map.of() : set(set, path + ".set", table, otherwise.keySet());
        return new Lookup(table, by, columns, before == null ? "" : before, otherwise);
    }

    private @Nullable String needed(Node.Mapping mapping, String path, String key) {
        Node node = mapping.get(key);
        if (node == null) {
            wrong(mapping.at(), path, "expected '" + key + "'");
            return null;
        }
        return text(node, path + "." + key);
    }

    /** Columns by event field; a list takes columns under their own names. */
    private Map<String, String> set(Node node, String path, Lookup.Table table, Set<String> more) {
        Map<String, String> columns = new LinkedHashMap<>();
        List<Node> named = new ArrayList<>();
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach((field, entry) -> {
                String column = text(entry.value(), path + "." + field);
                if (column != null) {
                    columns.put(field, column);
                    named.add(entry.value());
                }
            });
        } else {
            for (Node item : node instanceof Node.Scalar ? List.of(node) : list(node, path, "columns")) {
                String column = text(item, path);
                if (column != null) {
                    columns.put(column, column);
                    named.add(item);
                }
            }
        }
        if (columns.isEmpty()) {
            wrong(node.at(), path, "expected at least one column");
        }
        for (Node column : named) {
            String word = ((Node.Scalar) column).text();
            if (!table.columns().contains(word) && !more.contains(word)) {
                wrong(
                        column.at(),
                        path,
                        "the lookup '" + table.name() + "' has no column " + column.describe()
                                + Similar.hint(word, table.columns()));
            }
        }
        return columns;
    }
}
