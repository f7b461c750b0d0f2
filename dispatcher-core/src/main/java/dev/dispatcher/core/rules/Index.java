/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that an event can match at all. Each rule is filed under one thing it needs: certain kinds, a prefix of
 * the kind, certain texts of another field, or nothing. Any number of threads.
 */
final class Index {

    /** Kinds whose rules are remembered; a sender who makes up kinds must not fill the memory. */
    private static final int REMEMBERED = 4096;

    private static final int LONGEST_KIND = 256;
    private static final int[] NONE = {};

    private final Map<String, int[]> byKind;
    private final TreeMap<Integer, Map<String, int[]>> byPrefix = new TreeMap<>();
    private final Map<String, Map<String, int[]>> byField = new HashMap<>();
    private final int[] rest;
    private final Map<String, int[]> remembered = new ConcurrentHashMap<>();

    Index(List<Rule> rules) {
        Map<String, List<Integer>> kinds = new HashMap<>();
        Map<String, List<Integer>> prefixes = new HashMap<>();
        Map<String, Map<String, List<Integer>>> fields = new HashMap<>();
        List<Integer> others = new ArrayList<>();
        Map<String, Integer> variety = variety(rules);
        for (Rule rule : rules) {
            if (rule.enabled()) {
                file(rule, kinds, prefixes, fields, others, variety);
            }
        }
        byKind = arrays(kinds);
        arrays(prefixes)
                .forEach((prefix, found) -> byPrefix.computeIfAbsent(prefix.length(), length -> new HashMap<>())
                        .put(prefix, found));
        fields.forEach((field, values) -> byField.put(field, arrays(values)));
        rest = array(others);
    }

    private static void file(
            Rule rule,
            Map<String, List<Integer>> kinds,
            Map<String, List<Integer>> prefixes,
            Map<String, Map<String, List<Integer>>> fields,
            List<Integer> others,
            Map<String, Integer> variety) {
        List<Needs> needs = Needs.of(rule.when());
        Needs best = null;
        for (Needs need : needs) {
            if (best == null || worth(need, variety) > worth(best, variety)) {
                best = need;
            }
        }
        if (best == null) {
            others.add(rule.index());
            return;
        }
        Map<String, List<Integer>> under = best.prefix()
                ? prefixes
                : best.field().equals(Event.KIND)
                        ? kinds
                        : fields.computeIfAbsent(best.field(), field -> new HashMap<>());
        for (String text : best.texts()) {
            under.computeIfAbsent(text, key -> new ArrayList<>()).add(rule.index());
        }
    }

    /** A kind is best, since what it leads to is remembered; else the field in which the rules differ most. */
    private static int worth(Needs need, Map<String, Integer> variety) {
        if (need.field().equals(Event.KIND)) {
            return need.prefix() ? Integer.MAX_VALUE - 1 : Integer.MAX_VALUE;
        }
        return variety.getOrDefault(need.field(), 0);
    }

    private static Map<String, Integer> variety(List<Rule> rules) {
        Map<String, Set<String>> texts = new HashMap<>();
        for (Rule rule : rules) {
            for (Needs need : Needs.of(rule.when())) {
                texts.computeIfAbsent(need.field(), field -> new HashSet<>()).addAll(need.texts());
            }
        }
        Map<String, Integer> variety = new HashMap<>();
        texts.forEach((field, all) -> variety.put(field, all.size()));
        return variety;
    }

    private static Map<String, int[]> arrays(Map<String, List<Integer>> lists) {
        Map<String, int[]> arrays = new HashMap<>();
        lists.forEach((key, list) -> arrays.put(key, array(list)));
        return arrays;
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).distinct().sorted().toArray();
    }

    /** Indexes of rules, ascending. Not copied. */
    int[] candidates(Event event) {
        int[] found = forKind(event.kind());
        for (Map.Entry<String, Map<String, int[]>> field : byField.entrySet()) {
            int[] more = event.get(field.getKey()) instanceof String text
                    ? field.getValue().get(text)
                    : null;
            found = more == null ? found : merged(found, more);
        }
        return found;
    }

    private int[] forKind(String kind) {
        int[] known = remembered.get(kind);
        if (known != null) {
            return known;
        }
        int[] found = merged(rest, byKind.getOrDefault(kind, NONE));
        for (Map.Entry<Integer, Map<String, int[]>> length :
                byPrefix.headMap(kind.length(), true).entrySet()) {
            int[] more = length.getValue().get(kind.substring(0, length.getKey()));
            found = more == null ? found : merged(found, more);
        }
        if (kind.length() <= LONGEST_KIND) {
            if (remembered.size() >= REMEMBERED) {
                remembered.clear();
            }
            remembered.put(kind, found);
        }
        return found;
    }

    private static int[] merged(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        int[] both = new int[a.length + b.length];
        int size = 0;
        for (int i = 0, j = 0; i < a.length || j < b.length; size++) {
            both[size] = j == b.length || (i < a.length && a[i] < b[j]) ? a[i] : b[j];
            // a rule can be filed under two beginnings of the same kind
            i += i < a.length && a[i] == both[size] ? 1 : 0;
            j += j < b.length && b[j] == both[size] ? 1 : 0;
        }
        return size == both.length ? both : Arrays.copyOf(both, size);
    }

    /**
     * A field must be one of these texts, or the kind begin with one of them.
     *
     * @param prefix true for beginnings
     */
    record Needs(String field, Set<String> texts, boolean prefix) {

        static List<Needs> of(Condition condition) {
            if (condition instanceof Condition.All all) {
                return all.items().stream().flatMap(item -> of(item).stream()).toList();
            }
            if (condition instanceof Condition.Any any) {
                return common(any.items());
            }
            if (!(condition instanceof Condition.Field field) || field.absent()) {
                return List.of();
            }
            Needs exact = exact(field.name(), field.matcher());
            Needs begins = field.name().equals(Event.KIND) ? begins(field.matcher()) : null;
            return exact != null ? List.of(exact) : begins != null ? List.of(begins) : List.of();
        }

        /** What every alternative needs, each in its own way. */
        private static List<Needs> common(List<Condition> alternatives) {
            List<Needs> common = of(alternatives.get(0));
            for (Condition alternative : alternatives.subList(1, alternatives.size())) {
                List<Needs> others = of(alternative);
                common = common.stream()
                        .flatMap(need -> others.stream()
                                .filter(other -> other.field().equals(need.field()))
                                .limit(1)
                                .map(need::or))
                        .toList();
            }
            return common;
        }

        private Needs or(Needs other) {
            Set<String> both = new HashSet<>(texts);
            both.addAll(other.texts());
            return new Needs(field, both, prefix || other.prefix());
        }

        private static @Nullable Needs exact(String field, Matcher matcher) {
            Set<String> texts = new HashSet<>();
            List<Matcher> items = matcher instanceof Matcher.AnyOf any ? any.items() : List.of(matcher);
            for (Matcher item : items) {
                if (!(item instanceof Matcher.Is is && is.value() instanceof String text)) {
                    return null;
                }
                texts.add(text);
            }
            return texts.isEmpty() ? null : new Needs(field, texts, false);
        }

        private static @Nullable Needs begins(Matcher matcher) {
            if (matcher instanceof Matcher.AllOf all) {
                return all.items().stream()
                        .map(Needs::begins)
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            }
            Set<String> texts = new HashSet<>();
            List<Matcher> items = matcher instanceof Matcher.AnyOf any ? any.items() : List.of(matcher);
            for (Matcher item : items) {
                if (item instanceof Matcher.Is is && is.value() instanceof String text) {
                    texts.add(text);
                } else if (item instanceof Matcher.Operator operator
                        && operator.name().equals("prefix")) {
                    texts.add(operator.argument().toString());
                } else {
                    return null;
                }
            }
            return texts.isEmpty() ? null : new Needs(Event.KIND, texts, true);
        }
    }
}
