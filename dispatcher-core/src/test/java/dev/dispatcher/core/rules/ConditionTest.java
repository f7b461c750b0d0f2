/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static dev.dispatcher.core.rules.Rules.event;
import static dev.dispatcher.core.rules.Rules.matches;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{prefix: ur}        | true",
                "{prefix: URN}       | false",
                "{suffix: ':x'}      | true",
                "{suffix: y}         | false",
                "{contains: 'n:'}    | true",
                "{contains: z}       | false",
                "{prefix: [z, ur]}   | true",
                "{glob: 'urn:*'}     | true",
                "{glob: 'u?n:x'}     | true",
                "{glob: 'urn'}       | false",
                "{glob: 'urn:[xy]'}  | true",
                "{glob: 'urn:[!x]'}  | false",
                "{glob: 'urn:[w-z]'} | true",
                "{glob: '*:*x*'}     | true",
                "{regex: 'rn:'}      | true",
                "{regex: '^rn:'}     | false",
                "{regex: '(?i)URN'}  | true",
                "{regex: '.*n:x.*'}  | true",
                "{not: urn:x}        | false",
                "{not: [a, b]}       | true",
                "{not: {glob: 'a*'}} | true",
                "{prefix: ur, suffix: x} | true",
                "{prefix: ur, suffix: y} | false",
                "[a, urn:x]          | true",
                "[a, {prefix: ur}]   | true",
                "[a, b]              | false",
                "{exists: true}      | true",
                "{exists: false}     | false",
            })
    void operatorsOnTexts(String condition, boolean expected) {
        assertThat(matches("{kind: " + condition + "}", event())).isEqualTo(expected);
        assertThat(matches("{other: " + condition + "}", event("other", "urn:x")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10            | true",
                "10.0          | true",
                "'\"10\"'      | false",
                "{gt: 9.5}     | true",
                "{gt: 10}      | false",
                "{gte: 10}     | true",
                "{lt: 10}      | false",
                "{lte: 10.0}   | true",
                "{gt: 5, lt: 20} | true",
                "{prefix: 1}   | true",
                "{regex: '^1.$'} | true",
                "[1, {gt: 9}]  | true",
            })
    void operatorsOnNumbers(String condition, boolean expected) {
        assertThat(matches("{n: " + condition + "}", event("n", 10L))).isEqualTo(expected);
        assertThat(matches("{n: " + condition + "}", event("n", new BigInteger("10"))))
                .isEqualTo(expected);
    }

    @Test
    void numbersAreEqualByValueWhateverTheirType() {
        assertThat(matches("{n: 10}", event("n", new BigDecimal("10.00")))).isTrue();
        assertThat(matches("{n: 10}", event("n", 10.0))).isTrue();
        assertThat(matches("{n: 0.1}", event("n", 0.1))).isTrue();
        assertThat(matches("{n: 12345678901234567890}", event("n", new BigInteger("12345678901234567890"))))
                .isTrue();
        assertThat(matches("{n: 9007199254740993}", event("n", 9007199254740992L)))
                .isFalse();
    }

    @Test
    void textThatIsANumberComparesButDoesNotEqual() {
        assertThat(matches("{n: {gte: 10}}", event("n", "10.5"))).isTrue();
        assertThat(matches("{n: {gte: 10}}", event("n", "9"))).isFalse();
        assertThat(matches("{n: {gte: 10}}", event("n", "10 ms"))).isFalse();
        assertThat(matches("{n: {lt: 10}}", event("n", "none"))).isFalse();
        assertThat(matches("{n: 10}", event("n", "10"))).isFalse();
        assertThat(matches("{n: true}", event("n", "true"))).isFalse();
        assertThat(matches("{n: true}", event("n", true))).isTrue();
    }

    @Test
    void aHugeExponentCostsNothing() {
        Event event = event("n", new BigDecimal("1e999999999"), "t", "1e999999999");
        assertThat(matches("{n: {gt: 5}}", event)).isTrue();
        assertThat(matches("{t: {gt: 5}}", event)).isTrue();
        assertThat(matches("{n: 5}", event)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "null",
                "[x, null]",
                "{not: x}",
                "{not: [x, y]}",
                "{prefix: x}",
                "{contains: x}",
                "{glob: '*'}",
                "{regex: ''}",
                "{regex: '.*'}",
                "{gt: 0}",
                "{lt: 0}",
                "{at-most: critical}",
                "{at-least: debug}",
                "{exists: true}",
                "{not: {not: x}}",
                "{cidr: 0.0.0.0/0}",
                "{not: {exists: true}}"
            })
    void aMissingFieldMatchesNothing(String condition) {
        if (condition.equals("{regex: ''}")) {
            assertThat(Rules.mistakes("rules: [{when: {f: {regex: ''}}, to: a}]"))
                    .isNotEmpty();
            return;
        }
        assertThat(matches("{f: " + condition + "}", event())).isFalse();
    }

    @Test
    void onlyExistsFalseAndANotAroundMatchAMissingField() {
        assertThat(matches("{f: {exists: false}}", event())).isTrue();
        assertThat(matches("{f: [x, {exists: false}]}", event())).isTrue();
        assertThat(matches("{f: [x, {exists: false}]}", event("f", "x"))).isTrue();
        assertThat(matches("{f: [x, {exists: false}]}", event("f", "y"))).isFalse();
        assertThat(matches("{f: [{exists: false}]}", event("f", "y"))).isFalse();
        assertThat(matches("{not: {f: x}}", event())).isTrue();
        assertThat(matches("{not: {f: x}}", event("f", "x"))).isFalse();
    }

    @Test
    void aNullFieldIsThereButLikeNothingElse() {
        Event event = event("f", null);
        assertThat(matches("{f: null}", event)).isTrue();
        assertThat(matches("{f: {exists: true}}", event)).isTrue();
        assertThat(matches("{f: {exists: false}}", event)).isFalse();
        assertThat(matches("{f: {not: x}}", event)).isTrue();
        assertThat(matches("{f: {prefix: x}}", event)).isFalse();
        assertThat(matches("{f: {gt: 0}}", event)).isFalse();
        assertThat(matches("{f: x}", event)).isFalse();
        assertThat(matches("{f: null}", event("f", "x"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "warning, at-least, warning, true",
        "WARN, at-least, warning, true",
        "fatal, at-least, error, true",
        "info, at-least, warning, false",
        "info, at-most, notice, true",
        "error, at-most, notice, false",
        "purple, at-least, debug, false",
        "purple, at-most, critical, false"
    })
    void severitiesCompareByTheirOrder(String met, String operator, String word, boolean expected) {
        assertThat(matches("{severity: {" + operator + ": " + word + "}}", event("severity", met)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.0.0.0/8, true",
        "11.1.2.3, 10.0.0.0/8, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.4, 10.1.2.3/32, false",
        "192.168.1.130, 192.168.1.128/25, true",
        "192.168.1.120, 192.168.1.128/25, false",
        "1.2.3.4, 0.0.0.0/0, true",
        "2001:db8::1, 2001:db8::/32, true",
        "2001:db9::1, 2001:db8::/32, false",
        "2001:db8::1, 0.0.0.0/0, false",
        "::ffff:10.0.0.1, 10.0.0.0/8, true",
        "localhost, 0.0.0.0/0, false",
        "10.1.2, 10.0.0.0/8, false",
        "10.1.2.3.4, 10.0.0.0/8, false",
        "10.1.2.256, 10.0.0.0/8, false",
        "010.1.2.3, 8.0.0.0/8, false",
        "a:b, 0.0.0.0/0, false",
        ".:1, 0.0.0.0/0, false",
        ":, ::/0, false",
        "fe80::1%eth0, fe80::/10, false"
    })
    void addressesLieInRanges(String address, String range, boolean expected) {
        assertThat(matches("{ip: {cidr: '" + range + "'}}", event("ip", address)))
                .isEqualTo(expected);
    }

    @Test
    void compositesAreBoolean() {
        Event event = event("x", 1L, "y", 2L);
        assertThat(matches("{any: [{x: 2}, {y: 2}]}", event)).isTrue();
        assertThat(matches("{any: [{x: 2}, {y: 1}]}", event)).isFalse();
        assertThat(matches("{all: [{x: 1}, {y: 2}]}", event)).isTrue();
        assertThat(matches("{all: [{x: 1}, {y: 1}]}", event)).isFalse();
        assertThat(matches("{x: 1, any: [{y: 3}, {not: {y: 3}}]}", event)).isTrue();
        assertThat(matches("{not: [{x: 2}, {y: 2}]}", event)).isFalse();
        assertThat(matches("{not: [{x: 2}, {y: 3}]}", event)).isTrue();
        assertThat(matches("{not: {x: 1, y: 3}}", event)).isTrue();
        assertThat(matches("{any: [{all: [{x: 1}, {any: [{y: 2}]}]}]}", event)).isTrue();
    }

    @Test
    void aFieldNamedLikeACompositeIsReachedThroughField() {
        assertThat(matches("{field: {all: x, field: y}}", event("all", "x", "field", "y")))
                .isTrue();
        assertThat(matches("{field: {any: x}}", event("all", "x"))).isFalse();
    }

    @Test
    void dottedFieldsAreNames() {
        assertThat(matches("{maxlag.topic: orders}", event("maxlag.topic", "orders")))
                .isTrue();
    }

    @Test
    void aRuleWithoutConditionsMatchesEverything() {
        assertThat(matches("{}", event())).isTrue();
        assertThat(Rules.targets(Rules.read("rules: [{to: a}]"), event())).containsExactly("a:rules[0]");
    }
}
