/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class RuleTestsTest {

    private static final String RULES = """
            rules:
              - name: lag
                when: {lag: {gte: 1000}}
                set: {message: "{{ group }} is {{ lag }} behind", seen: "{{ timestamp }}"}
                to: [ops-slack, lag-graph, d]
            tests:
            """;

    private static List<String> run(String tests) {
        return RuleTests.run(Rules.read(RULES + tests)).stream()
                .map(TestResult::toString)
                .toList();
    }

    @Test
    void whatIsExpectedPasses() {
        assertThat(run("""
                          - name: announced
                            at: 2026-05-06T07:08:09Z
                            given: {group: orders, lag: 5000}
                            expect:
                              ops-slack: [{message: orders is 5000 behind, lag: 5000.0, gone: null, seen: "2026-05-06T07:08:09Z"}]
                              lag-graph: 1
                              d: 1
                          - given: {lag: 10}
                            expect: ignored
                          - {name: empty, given: {lag: 10}, expect: {}}
                          - {name: zero, given: {lag: 10}, expect: {ops-slack: 0, lag-graph: []}}
                        """))
                .containsExactly(
                        "rules.yaml:7: announced: passed",
                        "rules.yaml:14: tests[1]: passed",
                        "rules.yaml:16: empty: passed",
                        "rules.yaml:17: zero: passed");
    }

    @Test
    void eachDifferenceIsSaid() {
        assertThat(run("""
                          - name: wrong
                            given: {group: orders, lag: 5000}
                            expect:
                              ops-slack: [{message: orders is late, lag: "5000", other: 1}]
                              ops-mail: 1
                              lag-graph: 2
                          - {name: silent, given: {lag: 5000, group: x}, expect: ignored}
                        """)).containsExactly("""
                        rules.yaml:7: wrong: failed
                            ops-slack[0].message: expected "orders is late", got "orders is 5000 behind"
                            ops-slack[0].lag: expected "5000", got 5000
                            ops-slack[0].other: expected 1, got missing
                            ops-mail: expected 1 event, got no event (rules.yaml:11)
                            lag-graph: expected 2 events, got 1 event from [lag] (rules.yaml:12)
                            d: expected nothing, got 1 event from [lag]""", """
                        rules.yaml:13: silent: failed
                            ops-slack: expected nothing, got 1 event from [lag]
                            lag-graph: expected nothing, got 1 event from [lag]
                            d: expected nothing, got 1 event from [lag]""");
    }

    @Test
    void theXmlIsWellFormedWhateverTheNames() throws Exception {
        List<TestResult> results = RuleTests.run(Rules.read(RULES + """
                          - {name: "a <b> & \\"c\\" \\u0001 \\ud83d\\ude00", given: {lag: 5000}, expect: ignored}
                          - {name: good, given: {}, expect: ignored}
                        """));
        String xml = JunitXml.write(results);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("2");
        assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
        assertThat(document.getElementsByTagName("testcase")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("name")
                        .getNodeValue())
                .startsWith("a <b> & \"c\" ");
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
    }
}
