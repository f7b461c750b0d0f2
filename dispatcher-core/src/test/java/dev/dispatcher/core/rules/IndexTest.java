/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static dev.dispatcher.core.rules.Rules.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexTest {

    private static final String[] KINDS = {"urn:a", "urn:a:b", "urn:a:b:c", "urn:b", "x", "unknown"};
    private static final String[] FIELDS = {"kind", "cluster", "group", "lag", "severity", "message"};
    private static final String[] TEXTS = {"urn:a", "urn:a:b", "prod", "stage", "orders", "error", "warning", "5", "x"};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String value() {
        return switch (random.nextInt(6)) {
            case 0 -> String.valueOf(random.nextInt(8));
            case 1 -> "null";
            default -> "'" + pick(TEXTS) + "'";
        };
    }

    private String condition(int depth) {
        return switch (random.nextInt(depth > 2 ? 4 : 12)) {
            case 0, 1, 2 -> value();
            case 3 -> "[" + value() + ", " + value() + "]";
            case 4 -> "{prefix: '" + pick(TEXTS) + "'}";
            case 5 -> "{prefix: ['" + pick(KINDS) + "', '" + pick(TEXTS) + "']}";
            case 6 -> "{not: " + condition(depth + 1) + "}";
            case 7 -> "{gte: " + random.nextInt(8) + ", lt: " + random.nextInt(12) + "}";
            case 8 ->
                "{glob: '*" + pick(TEXTS).substring(0, 1) + "*', prefix: '"
                        + pick(TEXTS).substring(0, 1) + "'}";
            case 9 -> "{regex: '" + pick(TEXTS) + ".*|^" + pick(TEXTS) + "$'}";
            case 10 -> depth == 0 ? "{exists: " + random.nextBoolean() + "}" : value();
            default ->
                "[" + value() + ", {at-least: warning}, {prefix: 'urn'}" + (depth == 0 ? ", {exists: false}]" : "]");
        };
    }

    private String when(int depth) {
        List<String> entries = new ArrayList<>();
        List<String> fields = new ArrayList<>(List.of(FIELDS));
        Collections.shuffle(fields, random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            entries.add(fields.get(i) + ": " + condition(0));
        }
        if (depth < 2 && random.nextInt(4) == 0) {
            String composite = new String[] {"all", "any", "not"}[random.nextInt(3)];
            entries.add(composite + ": [" + when(depth + 1) + ", " + when(depth + 1) + "]");
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private String rules(int count) {
        StringBuilder text = new StringBuilder("rules:\n");
        for (int i = 0; i < count; i++) {
            text.append("  - {when: ").append(when(0)).append(", to: ").append("abc".charAt(random.nextInt(3)));
            text.append(random.nextInt(8) == 0 ? ", then: stop" : "");
            text.append(random.nextInt(8) == 0 ? ", mode: shadow" : "");
            text.append(random.nextInt(8) == 0 ? ", enabled: false" : "");
            text.append(random.nextInt(3) == 0 ? ", set: {team: " + value() + "}" : "")
                    .append("}\n");
        }
        return text + (random.nextBoolean() ? "otherwise: [event-log]\n" : "");
    }

    private Event event() {
        List<Object> fields = new ArrayList<>(List.of("kind", pick(KINDS)));
        for (String field : FIELDS) {
            if (random.nextInt(3) > 0 && !field.equals("kind")) {
                fields.add(field);
                fields.add(
                        field.equals("message")
                                ? pick(TEXTS)
                                : switch (random.nextInt(5)) {
                                    case 0 -> null;
                                    case 1 -> (long) random.nextInt(8);
                                    case 2 -> new BigDecimal(random.nextInt(80)).movePointLeft(1);
                                    default -> pick(TEXTS);
                                });
            }
        }
        return Rules.event(fields.toArray());
    }

    @Test
    void theIndexDecidesAndExplainsAsAskingEveryRuleDoes() {
        int routed = 0;
        for (int i = 0; i < 1500; i++) {
            String text = rules(1 + random.nextInt(12));
            Ruleset ruleset = Rules.read(text);
            for (int j = 0; j < 20; j++) {
                Event event = event();
                Decision expected = ruleset.decideLinearly(event);
                assertThat(ruleset.decide(event, NOW))
                        .as("seed %s, event %s, rules\n%s", seed, event.fields(), text)
                        .isEqualTo(expected);
                assertThat(ruleset.explain(event, NOW).decision())
                        .as("explained: seed %s, event %s, rules\n%s", seed, event.fields(), text)
                        .isEqualTo(expected);
                routed += expected.ignored() ? 0 : 1;
            }
        }
        // neither all nor none, or the comparison shows nothing
        assertThat(routed).as("seed %s", seed).isBetween(1000, 29_000);
    }

    @Test
    void anEventMeetsOnlyRulesThatItsKindAndFieldsLeavePossible() {
        StringBuilder text = new StringBuilder("rules:\n");
        for (int i = 0; i < 1000; i++) {
            text.append("  - {when: {kind: 'urn:k").append(i).append("', lag: {gt: 5}}, to: a}\n");
            text.append("  - {when: {kind: {prefix: 'urn:p").append(i).append(":'}}, to: a}\n");
            text.append("  - {when: {severity: error, group: [g")
                    .append(i)
                    .append(", h")
                    .append(i)
                    .append("]}, to: a}\n");
        }
        text.append("  - {when: {lag: 5}, to: a}\n");
        text.append("  - {when: {any: [{kind: 'urn:k7', x: 1}, {kind: {prefix: 'urn:k77'}}]}, to: a}\n");
        Ruleset ruleset = Rules.read(text.toString());
        assertThat(ruleset.candidates(Rules.event("kind", "urn:k7"))).containsExactly(21, 3000, 3001);
        assertThat(ruleset.candidates(Rules.event("kind", "urn:p7:x"))).containsExactly(22, 3000);
        assertThat(ruleset.candidates(Rules.event("group", "h7", "severity", "error")))
                .containsExactly(23, 3000);
        assertThat(ruleset.candidates(Rules.event("kind", "urn:k77x"))).containsExactly(3000, 3001);
        assertThat(ruleset.candidates(Rules.event())).containsExactly(3000);
    }

    @Test
    void kindsThatNobodyNamedDoNotFillTheMemory() {
        Ruleset ruleset = Rules.read("rules: [{when: {kind: {prefix: 'urn:a'}}, to: a}]");
        IntStream.range(0, 20_000)
                .forEach(i -> assertThat(ruleset.candidates(Rules.event("kind", "urn:" + (i % 2 == 0 ? "a" : "b") + i)))
                        .hasSize(i % 2 == 0 ? 1 : 0));
    }

    @Test
    void manyThreadsDecideAlike() {
        Ruleset ruleset = Rules.read(rules(50));
        List<Event> events = IntStream.range(0, 200).mapToObj(i -> event()).toList();
        List<Decision> expected = events.stream().map(ruleset::decideLinearly).toList();
        for (int i = 0; i < 20; i++) {
            assertThat(events.parallelStream()
                            .map(event -> ruleset.decide(event, NOW))
                            .toList())
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }
}
