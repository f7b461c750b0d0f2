/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.core.adapter.Leaves.Leaf;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Proposes an adapter for samples of what a tool sends: something to begin with, which a person then looks through. */
public final class Learning {

    private static final int MOST_LEAVES = 5000;
    private static final int DEEPEST = 6;
    private static final int MOST_MESSAGES = 8;
    private static final JacksonJson JSON = new JacksonJson();

    private final String name;
    private final List<@Nullable Object> samples;

    private Learning(String name, List<@Nullable Object> samples) {
        this.name = name;
        this.samples = samples;
    }

    /**
     * The text of a file for {@code conf/adapters/}.
     *
     * @param name of the tool, for the kind of the events
     * @param samples one JSON document each
     * @throws IOException when one is not JSON
     */
    public static String propose(String name, List<byte[]> samples) throws IOException {
        List<@Nullable Object> trees = new ArrayList<>();
        for (byte[] sample : samples) {
            trees.add(Tree.clean(JSON.read(sample)));
        }
        return new Learning(name, trees).text();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        out.append("# Proposed from ").append(samples.size()).append(" sample(s). Look through it, then try it with\n");
        out.append("# dispatcher adapter try ").append(name).append(" --body FILE\n");
        String each = each();
        if (each == null) {
            fields(samples, out, "");
            return out.toString();
        }
        List<@Nullable Object> items = new ArrayList<>();
        List<@Nullable Object> whole = new ArrayList<>();
        for (Object sample : samples) {
            Object list = each.equals(Items.BODY_ITSELF) ? sample : Tree.find(sample, each);
            if (list instanceof List<?> found) {
                items.addAll(found);
            } else {
                whole.add(sample);
            }
        }
        out.append("shapes:\n  - name: a list\n    given: {")
                .append(quoted(each.equals(Items.BODY_ITSELF) ? "0" : each + ".0"))
                .append(": {exists: true}}\n    each: ")
                .append(quoted(each))
                .append('\n');
        fields(items, out, "    ");
        out.append("  - name: anything else\n");
        fields(whole.isEmpty() ? samples : whole, out, "    ");
        return out.toString();
    }

    /** The list that looks most like a list of events; null when none does. */
    private @Nullable String each() {
        if (samples.stream().anyMatch(List.class::isInstance)) {
            return Items.BODY_ITSELF;
        }
        String best = null;
        int most = 1;
        for (String path : lists()) {
            int like = 0;
            for (Object sample : samples) {
                if (Tree.find(sample, path) instanceof List<?> list
                        && !list.isEmpty()
                        && list.get(0) instanceof Map<?, ?> item) {
                    like = Math.max(like, Guess.likeAnEvent(leaves(item)));
                }
            }
            if (like > most) {
                best = path;
                most = like;
            }
        }
        boolean bodySpeaks = samples.stream().anyMatch(sample -> Guess.speaks(top(sample)));
        return bodySpeaks ? null : best;
    }

    private List<String> lists() {
        Map<String, Boolean> paths = new LinkedHashMap<>();
        for (Object sample : samples) {
            if (sample instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    if (value instanceof List) {
                        paths.put(String.valueOf(key), true);
                    } else if (value instanceof Map<?, ?> inner) {
                        inner.forEach((below, list) -> {
                            if (list instanceof List) {
                                paths.put(key + "." + below, true);
                            }
                        });
                    }
                });
            }
        }
        return List.copyOf(paths.keySet());
    }

    private static List<Leaf> top(@Nullable Object sample) {
        return leaves(sample).stream().filter(leaf -> leaf.depth() <= 1).toList();
    }

    private static List<Leaf> leaves(@Nullable Object tree) {
        // what stands in a list stands elsewhere the next time
        return Leaves.of(tree, "", MOST_LEAVES, DEEPEST).all().stream()
                .filter(leaf -> !leaf.name().matches("(.*\\.)?\\d+(\\..*)?"))
                .toList();
    }

    private void fields(List<@Nullable Object> documents, StringBuilder out, String indent) {
        List<Leaf> all = new ArrayList<>();
        documents.forEach(document -> all.addAll(leaves(document)));
        out.append(indent).append("fields:\n");
        Guess guess = new Guess(all);
        line(out, indent, "kind", kind(guess));
        line(out, indent, "message", paths(spoken(documents, guess)));
        line(out, indent, "severity", severity(guess));
        line(out, indent, "timestamp", paths(guess.times()));
        line(out, indent, "source", paths(guess.sources()));
        line(out, indent, "view_link", paths(guess.links()));
        guess.delivery()
                .ifPresent(path -> out.append(indent)
                        .append("# if this is another each time the tool sends, and the same when it repeats:\n")
                        .append(indent)
                        .append("# delivery-id: ")
                        .append(quoted("{{ event['" + path + "'] }}"))
                        .append('\n'));
    }

    private static void line(StringBuilder out, String indent, String field, @Nullable String value) {
        if (value != null) {
            out.append(indent)
                    .append("  ")
                    .append(field)
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }

    private String kind(Guess guess) {
        return guess.type()
                .map(path -> quoted("urn:" + name + "{% if event['" + path + "'] is not empty %}:{{ event['" + path
                        + "'] }}{% endif %}"))
                .orElseGet(() -> quoted("urn:" + name));
    }

    /** Paths of messages, and for documents that have none of them the nearest text. */
    private static List<String> spoken(List<@Nullable Object> documents, Guess guess) {
        List<String> paths = new ArrayList<>(guess.messages());
        for (Object document : documents) {
            if (paths.size() < MOST_MESSAGES
                    && paths.stream().allMatch(path -> Tree.empty(Tree.find(document, path)))) {
                String nearest = new Guess(leaves(document)).anyText();
                if (nearest != null) {
                    paths.add(nearest);
                }
            }
        }
        String any = guess.anyText();
        if (any != null && !paths.contains(any)) {
            paths.add(any);
        }
        return paths;
    }

    private static @Nullable String paths(List<String> paths) {
        return paths.isEmpty() ? null : "{path: " + list(paths) + "}";
    }

    private static @Nullable String severity(Guess guess) {
        List<String> paths = guess.severities();
        if (paths.isEmpty()) {
            return null;
        }
        StringBuilder values = new StringBuilder();
        guess.severityWords(paths)
                .forEach((word, severity) -> values.append(values.isEmpty() ? "" : ", ")
                        .append(quoted(word))
                        .append(": ")
                        .append(severity));
        return "{path: " + list(paths) + (values.isEmpty() ? ", default: info}" : ", map: {" + values + "}}");
    }

    private static String list(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(Learning::quoted).toList()) + "]";
    }

    /** A text of JSON is one of YAML too. A dollar before a brace would be filled in. */
    private static String quoted(String text) {
        return new String(JSON.write(text.replace("${", "$${")), StandardCharsets.UTF_8);
    }
}
