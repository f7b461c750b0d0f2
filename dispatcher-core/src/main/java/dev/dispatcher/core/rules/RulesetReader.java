/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all rules files as one. */
final class RulesetReader extends FileReader {

    static final List<String> KEYS = List.of("lookups", "rules", "otherwise", "tests");

    private final Map<String, Lookup.Table> tables = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<RuleTest> tests = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<Mistake> warnings = new ArrayList<>();
    private final Map<String, Position> names = new HashMap<>();
    private List<String> otherwise = List.of();
    private @Nullable Position otherwiseAt;

    RulesetReader(RulesContext context) {
        super(context);
    }

    @Nullable
    Ruleset read(List<Node> roots) {
        int before = mistakes.sorted().size();
        List<Node.Mapping> mappings = new ArrayList<>();
        for (Node root : roots) {
            boolean empty = root instanceof Node.Scalar scalar && scalar.value() == null;
            Node.Mapping mapping = empty ? null : mapping(root, "", "'rules'");
            if (mapping != null) {
                knownKeys(mapping, "", KEYS);
                mappings.add(mapping);
            }
        }
        mappings.forEach(this::lookups);
        for (Node.Mapping mapping : mappings) {
            rules(mapping);
            otherwise(mapping);
            tests(mapping);
        }
        return mistakes.sorted().size() > before
                ? null
                : new Ruleset(
                        List.copyOf(rules),
                        otherwise,
                        Set.copyOf(context.disabled()),
                        List.copyOf(tests),
                        files.stream().distinct().toList(),
                        List.copyOf(warnings));
    }

    private void lookups(Node.Mapping file) {
        Node node = file.get("lookups");
        Node.Mapping lookups = node == null ? null : mapping(node, "lookups", "tables by name");
        if (lookups == null) {
            return;
        }
        lookups.entries().forEach((name, entry) -> {
            Lookup.Table table = new LookupReader(context).table(name, entry.value(), "lookups." + name, files);
            if (tables.containsKey(name)) {
                wrong(entry.keyAt(), "lookups." + name, "there is already a lookup with this name");
            }
            // an unreadable table is known, so that the rules that use it are not wrong as well
            tables.put(name, table == null ? new Lookup.Table(name, Map.of(), Set.of()) : table);
        });
    }

    private void rules(Node.Mapping file) {
        Node node = file.get("rules");
        List<Node> items = node == null ? List.of() : list(node, "rules", "a list of rules");
        for (int i = 0; i < items.size(); i++) {
            String path = "rules[" + i + "]";
            Rule rule = new RuleReader(context, tables, warnings).read(items.get(i), path, rules.size());
            if (rule == null) {
                continue;
            }
            Position first = names.putIfAbsent(rule.name(), rule.at());
            if (first != null) {
                wrong(rule.at(), path + ".name", "there is already a rule with this name at " + first);
            }
            if (rule.name().equals(Decision.OTHERWISE)) {
                wrong(rule.at(), path + ".name", "'otherwise' stands for what no rule matched; choose another name");
            }
            rules.add(rule);
        }
    }

    private void otherwise(Node.Mapping file) {
        Node.Entry entry = file.entries().get("otherwise");
        if (entry == null) {
            return;
        }
        if (otherwiseAt != null) {
            wrong(entry.keyAt(), "otherwise", "can stand in one file only; it is already at " + otherwiseAt);
        }
        otherwiseAt = entry.keyAt();
        if (entry.value() instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
            return;
        }
        otherwise = new RuleReader(context, tables, warnings).sinks(entry.value(), "otherwise");
    }

    private void tests(Node.Mapping file) {
        Node node = file.get("tests");
        List<Node> items = node == null ? List.of() : list(node, "tests", "a list of tests");
        for (int i = 0; i < items.size(); i++) {
            RuleTest test = new TestReader(context).read(items.get(i), "tests[" + i + "]", tests.size());
            if (test != null) {
                tests.add(test);
            }
        }
    }
}
