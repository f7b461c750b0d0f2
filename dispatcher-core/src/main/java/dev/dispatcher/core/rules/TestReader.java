/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.template.Similar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one test. */
final class TestReader extends FileReader {

    static final List<String> KEYS = List.of("name", "given", "at", "expect");

    /** A whole number of seconds that nobody takes for the real time. */
    private static final Instant DEFAULT_CLOCK = Instant.parse("2000-01-01T00:00:00Z");

    private static final String IGNORED = "ignored";

    TestReader(RulesContext context) {
        super(context);
    }

    @Nullable
    RuleTest read(Node node, String path, int index) {
        Node.Mapping mapping = mapping(node, path, "a test with 'given' and 'expect'");
        if (mapping == null) {
            return null;
        }
        knownKeys(mapping, path, KEYS);
        Node named = mapping.get("name");
        String name = named == null ? null : text(named, path + ".name");
        Instant clock = clock(mapping.get("at"), path + ".at");
        Event event = given(mapping, path, clock, index);
        Node expect = mapping.get("expect");
        if (expect == null) {
            wrong(node.at(), path, "expected 'expect': what each sink gets, or 'ignored'");
        }
        if (event == null || expect == null) {
            return null;
        }
        Map<String, RuleTest.Expected> expected = expected(expect, path + ".expect");
        return new RuleTest(name == null ? "tests[" + index + "]" : name, node.at(), event, clock, expected);
    }

    private Instant clock(@Nullable Node node, String path) {
        if (node == null) {
            return DEFAULT_CLOCK;
        }
        if (node instanceof Node.Scalar scalar) {
            try {
                return OffsetDateTime.parse(scalar.text()).toInstant();
            } catch (DateTimeException e) {
                // said below
            }
        }
        wrong(node.at(), path, "expected a time such as 2026-01-31T12:00:00Z, not " + node.describe());
        return DEFAULT_CLOCK;
    }

    private @Nullable Event given(Node.Mapping test, String path, Instant clock, int index) {
        Node node = test.get("given");
        if (node == null) {
            wrong(test.at(), path, "expected 'given': the fields of an event");
            return null;
        }
        Node.Mapping given = mapping(node, path + ".given", "the fields of an event");
        if (given == null) {
            return null;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(Event.ID, "test-" + (index + 1));
        fields.put(Event.TIMESTAMP, clock.toString());
        fields.put(Event.KIND, Event.UNKNOWN_KIND);
        fields.put(Event.MESSAGE, "test");
        given.entries()
                .forEach((field, entry) -> fields.put(field, entry.value().plain()));
        try {
            return context.events().apply(fields);
        } catch (IllegalArgumentException e) {
            wrong(node.at(), path + ".given", "expected an event, but: " + e.getMessage());
            return null;
        }
    }

    private Map<String, RuleTest.Expected> expected(Node node, String path) {
        Map<String, RuleTest.Expected> expected = new LinkedHashMap<>();
        if (node instanceof Node.Scalar scalar && scalar.text().equals(IGNORED)) {
            return expected;
        }
        Node.Mapping mapping = mapping(node, path, "what each sink gets, or 'ignored'");
        if (mapping != null) {
            mapping.entries().forEach((sink, entry) -> {
                String place = path + "." + sink;
                if (!context.sinks().contains(sink)) {
                    wrong(entry.keyAt(), place, "no such sink" + Similar.hint(sink, context.sinks()));
                }
                RuleTest.Expected deliveries = deliveries(entry.value(), place);
                if (deliveries != null) {
                    expected.put(sink, deliveries);
                }
            });
        }
        return expected;
    }

    private RuleTest.@Nullable Expected deliveries(Node node, String path) {
        if (node instanceof Node.Scalar scalar
                && scalar.value() instanceof Long count
                && count >= 0
                && count < 10_000) {
            return new RuleTest.Expected(node.at(), count.intValue(), List.of());
        }
        if (!(node instanceof Node.Sequence sequence)) {
            wrong(node.at(), path, "expected a number of events or a list of them, not " + node.describe());
            return null;
        }
        List<Map<String, @Nullable Object>> events = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            events.add(fields(sequence.items().get(i), path + "[" + i + "]"));
        }
        return new RuleTest.Expected(node.at(), events.size(), List.copyOf(events));
    }

    private Map<String, @Nullable Object> fields(Node node, String path) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Node.Mapping mapping = mapping(node, path, "fields and their values");
        if (mapping != null) {
            mapping.entries().forEach((field, entry) -> {
                if (entry.value() instanceof Node.Scalar scalar) {
                    fields.put(field, scalar.value());
                } else {
                    wrong(
                            entry.value().at(),
                            path + "." + field,
                            "expected a single value; write flat names such as a.b");
                }
            });
        }
        return fields;
    }
}
