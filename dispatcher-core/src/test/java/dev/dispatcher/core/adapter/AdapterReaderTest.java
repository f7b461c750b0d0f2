/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static dev.dispatcher.core.adapter.Asked.mistakes;
import static dev.dispatcher.core.adapter.Asked.own;
import static dev.dispatcher.core.adapter.Asked.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistakes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterReaderTest {

    @Test
    void everyKindOfFieldInOneFile() throws Exception {
        List<Event> events = read(own("""
                        each: checks
                        when: {not: {state: skipped}}
                        drop: [token, body.key]
                        delivery-id: "{{ body.run }}-{{ name }}"
                        fields:
                          state: {path: state, map: {ok: passed}}
                          kind: "urn:check:{{ made.state }}"
                          message: "{{ name | upper }} in {{ body.site }}"
                          severity: {path: [level, body.level], map: {high: error, LOW: notice}, default: warning}
                          team: platform
                          answer: 42
                          number: "{{ each.index }}"
                          site: "{{ body.site }}"
                          nothing: "{{ missing }}"
                        """), """
                {"run":"r1","site":"eu","level":"low","key":"secret","checks":[
                  {"name":"dns","state":"ok","level":"high","token":{"a":"secret"},"ms":5},
                  {"name":"tls","state":"skipped"},
                  {"name":"http","state":"down"}, null, "text"]}
                """);
        assertThat(events).extracting(Event::message).containsExactly("DNS in eu", "HTTP in eu", "in eu");
        Event dns = events.get(0);
        assertThat(dns.fields()).containsEntry("state", "passed").containsEntry("team", "platform");
        assertThat(dns.fields())
                .containsEntry("answer", 42L)
                .containsEntry("number", 1L)
                .containsEntry("ms", 5L);
        assertThat(dns.kind()).as("a field above is known").isEqualTo("urn:check:passed");
        assertThat(dns.severity()).contains("error");
        assertThat(dns.key()).contains("mine r1-dns");
        assertThat(dns.fields()).doesNotContainKeys("nothing", "token.a", "body.key", "body.site");
        assertThat(events.get(2).get("value")).isEqualTo("text");
        assertThat(events.get(1).severity()).as("case does not matter").contains("notice");
    }

    @Test
    void aMessageIsFoundWhereverItUsuallyStands() throws Exception {
        assertThat(read(own("{}"), "{\"title\":\"t\",\"text\":\"x\"}").get(0).message())
                .isEqualTo("t");
        assertThat(read(own("{}"), "{\"nothing\":1}").get(0).message()).isEqualTo("event of mine");
        assertThat(read(own("{}"), "{\"nothing\":1}").get(0).kind()).isEqualTo("urn:mine");
    }

    @Test
    void anEventOfOneDeliveryIsNoRepeatOfAnother() throws Exception {
        List<Event> events = read(own("each: .\ndelivery-id: '{{ header.x_id }}'"), "[1,2]", "X-Id", "7");
        assertThat(events).extracting(event -> event.key().orElse("")).containsExactly("mine 7", "mine 7 2");
    }

    @Test
    void aFileMayExtendABuiltInOne() throws Exception {
        Mistakes mistakes = new Mistakes();
        AdapterSet set = Asked.set(mistakes, Map.of("S", "s"), "github", """
                extends: github
                verify: {github: {secret: "${env:S}"}}
                fields: {team: shop, severity: notice}
                """);
        assertThat(mistakes.sorted()).isEmpty();
        assertThat(set.verifies("github")).isTrue();
        assertThat(set.verifies("gitlab")).isFalse();
        Event event = set.tried("github", Asked.request(Asked.sample("github/push")), Asked.events())
                .orElseThrow()
                .events()
                .get(0);
        assertThat(event.message()).startsWith("Codertocat pushed");
        assertThat(event.fields()).containsEntry("team", "shop").containsEntry("severity", "notice");
    }

    @Test
    void aFileStandsInForTheBuiltInOneOfItsName() throws Exception {
        AdapterSet set = Asked.set(new Mistakes(), Map.of(), "github", "fields: {message: mine}");
        assertThat(set.names()).contains("github", "gitlab", "cloudevents");
        assertThat(set.tried("github", Asked.request("{}"), Asked.events())
                        .orElseThrow()
                        .events())
                .extracting(Event::message)
                .containsExactly("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "feilds: {}|feilds: no such key here; did you mean 'fields'?",
                "fields: [a]|fields: expected fields by name, not a list",
                "fields: {a: {pth: b}}|fields.a.pth: no such key here; did you mean 'path'?",
                "fields: {a: {path: b, template: c}}|fields.a: expected either 'path' or 'template'",
                "fields: {a: '{{ b is odd }}'}|there is no test 'odd'",
                "fields: {a: {path: b, map: [1]}}|fields.a.map: expected values by values, not a list",
                "each: [a]|each: expected the path of a list such as alerts or data.items, not a list",
                "table: 3|table: expected true or false, not '3'",
                "extends: githup|; did you mean 'github'?",
                "shapes: {}|shapes: expected a list of shapes, not a mapping",
                "shapes: [{gven: {}}]|shapes[0].gven: no such key here; did you mean 'given'?",
                "when: {a: {prefx: b}}|prefx",
                "verify: {github: {secrt: x}}|did you mean 'secret'?",
                "drop: {a: 1}|drop: expected a list of paths, not a mapping",
                "3|expected an adapter with 'fields', not '3'"
            })
    void mistakesSayWhereAndWhat(String yaml, String said) {
        assertThat(mistakes(yaml)).isNotEmpty().allMatch(mistake -> mistake.startsWith("adapters/mine.yaml:1:"));
        assertThat(String.join("\n", mistakes(yaml))).contains(said);
    }

    @Test
    void aBadNameIsAMistake() {
        Mistakes mistakes = new Mistakes();
        Asked.set(mistakes, Map.of(), "cloudevents", "{}");
        Asked.set(mistakes, Map.of(), "My Adapter", "{}");
        assertThat(mistakes.sorted()).hasSize(2);
    }
}
