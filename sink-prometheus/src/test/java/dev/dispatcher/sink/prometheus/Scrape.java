/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what was scraped as strictly as the formats are written down; fails at what they do not allow. */
final class Scrape {

    private static final Pattern META = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?|[+-]Inf|NaN)",
            Pattern.DOTALL);
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final boolean open;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private String family = "";
    private boolean helped;

    private Scrape(boolean open) {
        this.open = open;
    }

    /** Series by how they read with sorted labels, such as {@code x{a="1",b="2"}}. */
    static Map<String, Double> prometheus(String text) {
        Scrape scrape = new Scrape(false);
        scrape.lines(text);
        return scrape.values;
    }

    static Map<String, Double> openMetrics(String text) {
        assertThat(text).endsWith("# EOF\n").containsOnlyOnce("# EOF");
        Scrape scrape = new Scrape(true);
        scrape.lines(text.substring(0, text.length() - "# EOF\n".length()));
        return scrape.values;
    }

    private void lines(String text) {
        assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
        for (String line : text.split("\n")) {
            if (line.startsWith("#")) {
                meta(line);
            } else {
                sample(line);
            }
        }
    }

    private void meta(String line) {
        Matcher meta = META.matcher(line);
        assertThat(meta.matches()).as(line).isTrue();
        String name = meta.group(2);
        if (meta.group(1).equals("HELP")) {
            assertThat(closed.add(name))
                    .as("families come once and in one piece: " + line)
                    .isTrue();
            family = name;
            helped = true;
        } else {
            assertThat(helped && name.equals(family))
                    .as("HELP and TYPE belong together: " + line)
                    .isTrue();
            assertThat(List.of("counter", "gauge", "histogram")).contains(meta.group(3));
            types.put(name, meta.group(3));
            helped = false;
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String name = sample.group(1);
        String type = types.get(family);
        List<String> allowed = switch (String.valueOf(type)) {
            case "counter" -> List.of(open ? family + "_total" : family);
            case "gauge" -> List.of(family);
            case "histogram" -> List.of(family + "_bucket", family + "_sum", family + "_count");
            default -> List.of();
        };
        assertThat(allowed).as(line).contains(name);
        Map<String, String> labels = labels(sample.group(2));
        assertThat(labels.containsKey("le")).isEqualTo(name.equals(family + "_bucket") && "histogram".equals(type));
        StringBuilder key = new StringBuilder(name);
        if (!labels.isEmpty()) {
            key.append(labels.entrySet().stream()
                    .map(each -> each.getKey() + "=\"" + each.getValue() + '"')
                    .collect(java.util.stream.Collectors.joining(",", "{", "}")));
        }
        double value = sample.group(3).endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(sample.group(3));
        assertThat(values.put(key.toString(), value))
                .as("a series comes once: " + line)
                .isNull();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text == null) {
            return labels;
        }
        Matcher label = LABEL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!label.find(at) || label.start() != at) {
                fail("no label at: " + text.substring(at));
            }
            String value = label.group(2).replaceAll("\\\\(.)", "$1");
            assertThat(labels.put(label.group(1), value)).isNull();
            at = label.end();
        }
        return labels;
    }
}
