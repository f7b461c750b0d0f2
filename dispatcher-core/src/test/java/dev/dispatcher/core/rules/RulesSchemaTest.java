/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.dispatcher.core.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesSchemaTest {

    private final JacksonJson json = new JacksonJson();

    private boolean valid(String yaml, boolean sinks) {
        String schema = text(RulesSchema.of(sinks ? Rules.SINKS : java.util.Set.of()));
        String document = text(Yaml.read("rules.yaml", yaml).plain());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(document, InputFormat.JSON)
                .isEmpty();
    }

    private String text(Object value) {
        return new String(json.write(value), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: [{to: a}]",
                "rules: [{when: {x: 1, y: [1, a, {gt: 5}], z: {prefix: [a, b], not: {glob: x}}}, to: [a, b], then: stop}]",
                "rules: [{when: {any: [{x: 1}, {not: {y: null}}], field: {all: x}}, to: a, mode: shadow, enabled: false}]",
                "{lookups: {t: {rows: {x: y, z: {a: 1}}}, u: {file: x.csv, key: k}}, otherwise: [a]}",
                "rules: [{to: a, lookup: {table: t, by: x, set: [a]}, rename: {a: b}, remove: c, set: {x: 1}}]",
                "tests: [{name: x, given: {lag: 1}, at: '2026-01-01T00:00:00Z', expect: {a: [{x: 1}], b: 2}}]",
                "tests: [{given: {}, expect: ignored}, {given: {}, expect: {}}]"
            })
    void aGoodFileIsValid(String yaml) {
        assertThat(valid(yaml, true)).isTrue();
        assertThat(valid(yaml, false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rulez: []",
                "rules: [{to: nobody}]",
                "rules: [{to: a, when: {x: {gtee: 1}}}]",
                "rules: [{to: a, when: {x: {gt: true}}}]",
                "rules: [{to: a, when: {x: {}}}]",
                "rules: [{to: a, then: halt}]",
                "rules: [{to: a, set: {x: [1]}}]",
                "lookups: {t: {}}",
                "tests: [{given: {}}]",
                "tests: [{given: {}, expect: {nobody: 1}}]"
            })
    void aBadFileIsNot(String yaml) {
        assertThat(valid(yaml, true)).isFalse();
    }

    @Test
    void anyNameIsASinkWhenNoneAreKnown() {
        assertThat(valid("rules: [{to: somebody}]", false)).isTrue();
    }
}
