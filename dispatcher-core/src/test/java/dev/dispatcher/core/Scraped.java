/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape, read strictly: anything that a scraper could stumble over is an error. */
record Scraped(Map<String, String> types, Map<String, Double> values) {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(,|$)");

    static Scraped of(String text) {
        Scraped scraped = new Scraped(new LinkedHashMap<>(), new LinkedHashMap<>());
        Set<String> helped = new LinkedHashSet<>();
        Set<String> done = new LinkedHashSet<>();
        String current = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP ")) {
                current = line.split(" ")[2];
                check(helped.add(current) && done.add(current), "twice: " + line);
                check(line.length() > ("# HELP " + current).length() + 10, "without help: " + line);
            } else if (line.startsWith("# TYPE ")) {
                check(line.split(" ")[2].equals(current), "TYPE without HELP: " + line);
                check(line.split(" ")[3].matches("counter|gauge|histogram"), line);
                check(scraped.types.put(current, line.split(" ")[3]) == null, "twice: " + line);
            } else {
                scraped.sample(line, current);
            }
        }
        check(text.endsWith("\n"), "no line end at the end");
        return scraped;
    }

    private void sample(String line, String current) {
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample: " + line);
        String name = sample.group(1);
        check(
                name.equals(current) || name.matches(Pattern.quote(current) + "_(bucket|sum|count)"),
                "not of its family: " + line);
        check(!"counter".equals(types.get(current)) || name.endsWith("_total"), "a counter ends in _total: " + line);
        StringBuilder labels = new StringBuilder();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            int end = 0;
            while (label.find()) {
                check(label.start() == end, "labels: " + line);
                end = label.end();
                labels.append(labels.length() == 0 ? "{" : ",")
                        .append(label.group(1))
                        .append('=')
                        .append(plain(label.group(2)));
            }
            check(end == sample.group(2).length(), "labels: " + line);
            labels.append('}');
        }
        double value = sample.group(3).endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(sample.group(3));
        check(values.put(name + labels, value) == null, "a series twice: " + line);
    }

    private static String plain(String escaped) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\') {
                c = escaped.charAt(++i);
                c = c == 'n' ? '\n' : c;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static void check(boolean good, String otherwise) {
        if (!good) {
            throw new AssertionError(otherwise);
        }
    }

    double value(String series) {
        Double value = values.get(series);
        if (value == null) {
            throw new AssertionError("no series " + series + " in " + values.keySet());
        }
        return value;
    }
}
