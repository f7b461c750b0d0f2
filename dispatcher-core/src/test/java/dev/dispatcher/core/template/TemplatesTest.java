/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.Template.Escape;
import dev.dispatcher.core.json.JacksonJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    private static final String NASTY = "a\"b\\c\n<script>&'{{ id }}\u0001\u2028\ud800é%";

    private final List<String> failures = new ArrayList<>();
    private final Templates templates = new Templates(failures::add);

    private static Event event(Object... fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", "1");
        all.put("timestamp", "2026-01-02T03:04:05Z");
        all.put("kind", "urn:x");
        all.put("message", "hello");
        for (int i = 0; i < fields.length; i += 2) {
            all.put((String) fields[i], fields[i + 1]);
        }
        return Event.of(all);
    }

    private String render(String source, Event event) {
        return templates.compile(source).render(event, Escape.NONE, () -> "safe");
    }

    @Test
    void fieldsStandInTheText() {
        assertThat(render("{{ group }} is {{lag}} behind", event("group", "orders", "lag", 5000L)))
                .isEqualTo("orders is 5000 behind");
    }

    @Test
    void aMissingOrNullFieldIsEmptyWithAndWithoutFilters() {
        Event event = event("nothing", null);
        assertThat(render(
                        "[{{ no }}][{{ no.such }}][{{ nothing }}][{{ no | upper }}][{{ event['x'] | abbreviate(3) }}]",
                        event))
                .isEqualTo("[][][][][]");
        assertThat(render("{{ no | lower | default('none') }}", event)).isEqualTo("none");
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ maxlag.topic }}",
                "{{ event['maxlag.topic'] }}",
                "{{ event.maxlag.topic }}",
                "{{ maxlag.topic | trim }}",
                "{{ events[0].maxlag.topic }}",
                "{% for e in events %}{{ e.maxlag.topic }}{% endfor %}",
                "{% if maxlag.topic == 'orders' %}{{ maxlag.topic }}{% endif %}"
            })
    void aDottedNameIsAFlatFieldAlsoBesideAFieldOfItsFirstPart(String source) {
        assertThat(render(source, event("maxlag", 7L, "maxlag.topic", "orders")))
                .isEqualTo("orders");
        assertThat(render(source, event("maxlag.topic", "orders"))).isEqualTo("orders");
    }

    @Test
    void namesWithNumbersAndHyphensCanBeReached() {
        Event event = event("partitions.0.status", "ERR", "content-type", "text");
        assertThat(render("{{ partitions.0.status }} {{ event['content-type'] }}", event))
                .isEqualTo("ERR text");
    }

    @Test
    void aBatchIsLoopedOverAndItsFirstIsTheEvent() {
        Template template = templates.compile(
                "{{ message }}:{% for e in events %}{{ loop.index }}={{ e.message }}{% if not loop.last %},{% endif %}{% endfor %}");
        List<Event> batch = List.of(event("message", "a"), event("message", "b"));
        assertThat(template.render(batch, Escape.NONE, () -> "safe")).isEqualTo("a:0=a,1=b");
    }

    @Test
    void anEmptyBatchRendersEmptyFields() {
        assertThat(templates.compile("[{{ message }}]").render(List.of(), Escape.NONE, () -> "safe"))
                .isEqualTo("[]");
        assertThat(templates.compile("[{{ message | upper }}]").render(List.of(), Escape.NONE, () -> "safe"))
                .isEqualTo("[]");
    }

    @Test
    void conditionsAndOperatorsWork() {
        Event event = event("lag", 12L, "ratio", new BigDecimal("0.5"));
        assertThat(render(
                        "{% if lag > 10 and (ratio < 1) %}high{% elseif lag > 5 %}mid{% else %}low{% endif %}", event))
                .isEqualTo("high");
        assertThat(render("{{ lag + 1 }} {{ 'a' ~ lag ~ no ~ 'b' }} {{ lag is not empty ? 'y' : 'n' }}", event))
                .isEqualTo("13 a12b y");
    }

    @Test
    void aFieldAsAConditionIsTrueWhenItHoldsSomething() {
        String source = "{% if x %}yes{% else %}no{% endif %} {{ x ? 'yes' : 'no' }} {{ not x ? 'no' : 'yes' }}";
        for (Object there : new Object[] {"text", true, 1L}) {
            assertThat(render(source, event("x", there))).as("%s", there).isEqualTo("yes yes yes");
        }
        for (Object empty : new Object[] {"", false, null}) {
            assertThat(render(source, event("x", empty))).as("%s", empty).isEqualTo("no no no");
        }
        assertThat(render(source, event())).isEqualTo("no no no");
        assertThat(failures).isEmpty();
    }

    @Test
    void whiteSpaceCanBeTrimmedAndCommentsLeaveNothing() {
        assertThat(render("a  {{- message -}}  b{# {{ message | nonsense }} #}c", event()))
                .isEqualTo("ahellobc");
        assertThat(render("a\n{%- if message -%}\n x \n{%- endif -%}\nb", event()))
                .isEqualTo("axb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ n | numberformat }}", "{{ (n | abs) + 1 }}", "{{ n | abs | numberformat('0.00') }}"})
    void aTextThatIsAnEnormousNumberIsNotWrittenOut(String source) {
        for (Object enormous : new Object[] {
            "1e999999999", "-1e999999999", "1e-999999999", "9".repeat(60_000), new BigDecimal("1e9999")
        }) {
            failures.clear();
            assertThat(render(source, event("n", enormous))).isEqualTo("safe");
            assertThat(failures).hasSize(1);
        }
        assertThat(render("{{ n | numberformat }}", event("n", " 12345.5 "))).isEqualTo("12,345.5");
    }

    @Test
    void aLoopThatAsksForTheWholeBatchInEachTurnIsNotQuadratic() {
        List<Event> batch = java.util.stream.IntStream.range(0, 5000)
                .mapToObj(i -> event("n", (long) i))
                .toList();
        Template template = templates.compile("{% for e in events %}{{ events[0].n }}{{ event.n }}{% endfor %}");
        assertThat(template.render(batch, Escape.NONE, () -> "safe")).isEqualTo("00".repeat(5000));
    }

    @Test
    void newlinesStayAsTheyWereWritten() {
        assertThat(render("{{ message | upper }}\nnext", event())).isEqualTo("HELLO\nnext");
    }

    @Test
    void theFiltersDoWhatTheirNamesSay() {
        Event event = event("t", " aBc ", "n", new BigDecimal("1234567.891"), "at", 1_700_000_000L);
        assertThat(render("{{ t | trim | upper }}{{ t | trim | lower }}{{ 'xy' | capitalize }}", event))
                .isEqualTo("ABCabcXy");
        assertThat(render("{{ message | abbreviate(3) }} {{ n | numberformat('#,##0.0') }} {{ -5 | abs }}", event))
                .isEqualTo("he… 1,234,567.9 5");
        assertThat(render("{{ timestamp | date('dd.MM.yyyy HH:mm', timeZone='Europe/Berlin') }}", event))
                .isEqualTo("02.01.2026 04:04");
        assertThat(render("{{ at | date('yyyy') }} {{ message | date('yyyy') }}", event))
                .isEqualTo("2023 hello");
        assertThat(render("{{ message | replace('l', 'L') }} {{ message | replace({'h': 'H'}) }}", event))
                .isEqualTo("heLLo Hello");
        assertThat(render(
                        "{{ 'a b/c' | urlencode }} {{ message | length }} {{ message | first }}{{ message | last }}",
                        event))
                .isEqualTo("a%20b%2Fc 5 ho");
        assertThat(render("{{ [1, 2, 3] | join('-') }}", event)).isEqualTo("1-2-3");
    }

    @Test
    void everyFilterOfTheListTakesEveryKindOfValue() {
        Event event = event("s", "3", "n", 4L, "d", 1.5, "b", true, "z", null);
        for (String filter : Templates.FILTERS) {
            for (String field : List.of("s", "n", "z", "missing")) {
                render("{{ " + field + " | " + filter + " }}", event);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void numbersPrintAsJsonNumbers() {
        Event event =
                event("a", 1L, "b", new BigDecimal("1.50"), "c", new BigInteger("123456789012345678901"), "d", 0.25);
        assertThat(render("{{a}} {{b}} {{c}} {{d}}", event)).isEqualTo("1 1.50 123456789012345678901 0.25");
        assertThat(render("{{a | trim}} {{b | trim}} {{c | trim}} {{d | trim}}", event))
                .isEqualTo("1 1.50 123456789012345678901 0.25");
    }

    @Test
    void aHugeExponentCostsNothing() {
        Event event = event("n", new BigDecimal("1e999999999"));
        assertThat(render("{{ n }}|{{ n | trim }}|{{ n ~ '' }}", event))
                .isEqualTo("1E+999999999|1E+999999999|1E+999999999");
        assertThat(render("{{ n - 1 }}", event)).isIn("safe", "Infinity");
    }

    @ParameterizedTest
    @EnumSource(Escape.class)
    void simpleAndFilteredTemplatesEscapeAlike(Escape escape) {
        Event event = event("x", NASTY);
        String simple = templates.compile("<{{ x }}>").render(event, escape, () -> "safe");
        String pebble = templates.compile("<{{ x | default('') }}>").render(event, escape, () -> "safe");
        assertThat(pebble).isEqualTo(simple);
        assertThat(failures).isEmpty();
    }

    @Test
    void whateverTheValueIsJsonStaysJson() throws Exception {
        Event event = event("x", NASTY, "n", 3L);
        for (String source : List.of(
                "{\"a\": \"{{ x }}\", \"b\": {{ x | json }}, \"n\": {{ n | json }}}",
                "{\"a\": \"{{ x | trim }}\", \"b\": {{ x | json }}, \"n\": {{ n }}}")) {
            String text = templates.compile(source).render(event, Escape.JSON, () -> "safe");
            Map<?, ?> read = (Map<?, ?>) new JacksonJson().read(text.getBytes(StandardCharsets.UTF_8));
            assertThat(read.get("a").toString()).startsWith("a\"b\\c\n<script>&'{{ id }}\u0001\u2028");
            assertThat(read.get("n")).isEqualTo(3L);
        }
        assertThat(templates.compile("{{ event | json }}").render(event("a", 1L), Escape.JSON, () -> "safe"))
                .contains("\"a\":1")
                .startsWith("{")
                .endsWith("}");
    }

    @Test
    void eachEscapingKeepsItsPlaceIntact() {
        Event event = event("x", NASTY);
        Template template = templates.compile("{{ x | default('y') }}");
        assertThat(template.render(event, Escape.HEADER, () -> "safe")).doesNotContain("\n", "\u0001", "\u2028");
        assertThat(template.render(event, Escape.HTML, () -> "safe")).doesNotContain("<", "\"", "'");
        assertThat(template.render(event, Escape.SLACK, () -> "safe")).contains("&lt;script&gt;&amp;'");
        assertThat(template.render(event, Escape.URL, () -> "safe")).matches("[A-Za-z0-9._~%-]+");
        assertThat(templates.compile("{{ x | json }}").render(event, Escape.HTML, () -> "safe"))
                .doesNotContain("\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ x | escape('html') }}",
                "{{ x | raw }}",
                "{% autoescape false %}{{ x }}{% endautoescape %}",
                "{{ range(1, 100000000) }}",
                "{% for i in 1..100000000 %}{% endfor %}",
                "{% include 'x' %}",
                "{% import 'x' %}",
                "{% from 'x' import y %}",
                "{% extends 'x' %}",
                "{% embed 'x' %}{% endembed %}",
                "{% parallel %}{% endparallel %}",
                "{% cache 'x' %}{% endcache %}",
                "{% macro m() %}{% endmacro %}",
                "{% block b %}{% endblock %}",
                "{% flush %}",
                "{% set x = 1 %}",
                "{% filter upper %}{% endfilter %}",
                "{% verbatim %}{% endverbatim %}",
                "{{ message.length() }}",
                "{{ event.getClass() }}",
                "{{ event['x'].getBytes() }}",
                "{{ 'x'.class }}",
                "{{ (message).class }}",
                "{{ \"#{message}\" }}",
                "{{ i18n('a', 'b') }}",
                "{{ block('x') }}",
                "{{ message | sha256 }}",
                "{{ message is map }}",
                "{% for event in events %}{% endfor %}"
            })
    void whatATextDoesNotNeedIsRefused(String source) {
        assertThatThrownBy(() -> templates.compile(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 1 of the template: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ event.class }}{{ message.class }}{{ event['class'] }}{{ message['bytes'] }}",
                "{{ template }}{{ _context }}{{ locale }}",
                "{{ template.engine }}{{ _context.scopeChain }}{{ loop }}",
                "{% for e in events %}{{ loop.class }}{{ e.class }}{{ loop.length.class }}{% endfor %}"
            })
    void nothingOfJavaCanBeReached(String source) {
        assertThat(render(source, event())).isEmpty();
        assertThat(render(source + "{{ no | trim }}", event())).isEmpty();
    }

    @Test
    void templateBombsEndInTheSafeText() {
        StringBuilder doubling = new StringBuilder("{{ message");
        for (int i = 0; i < 60; i++) {
            doubling.append(" | replace('h', 'hh')");
        }
        assertThat(render(doubling + " }}", event("message", "h"))).isEqualTo("safe");
        String list = "[" + "1,".repeat(100) + "1]";
        String loops = ("{% for a in " + list + " %}").repeat(8) + "{% endfor %}".repeat(8);
        assertThat(render(loops, event())).isEqualTo("safe");
        String much = "{% for a in " + list + " %}{{ message }}{% endfor %}";
        assertThat(render(much, event("message", "x".repeat(60_000)))).isEqualTo("safe");
        assertThat(render("{{ x }}".repeat(100), event("x", "y".repeat(60_000))))
                .isEqualTo("safe");
        assertThat(failures)
                .hasSize(4)
                .allSatisfy(failure -> assertThat(failure).startsWith("a template failed"));
    }

    @Test
    void deepNestingIsRefusedOrRenders() {
        assertThatThrownBy(() -> templates.compile("{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}"))
                .hasMessageContaining("brackets");
        assertThatThrownBy(() -> templates.compile("{% if x %}".repeat(1000) + "{% endif %}".repeat(1000)))
                .hasMessageContaining("tags");
        assertThat(render("{{ 'a'" + " ~ 'a'".repeat(9000) + " }}", event())).isIn("safe", "a".repeat(9001));
        assertThatThrownBy(() -> templates.compile("x".repeat(70_000))).hasMessageContaining("at most");
    }

    @Test
    void bracesInAValueStayText() {
        Event event = event("x", "{{ id }}{% for e in events %}");
        assertThat(render("{{ x }}|{{ x | trim }}", event))
                .isEqualTo("{{ id }}{% for e in events %}|{{ id }}{% for e in events %}");
    }

    @Test
    void aMistakeSaysLineAndReason() {
        assertThatThrownBy(() -> templates.compile("a\nb {{ x | uper }}"))
                .hasMessage("line 2 of the template: there is no filter 'uper'; did you mean 'upper'?");
        assertThatThrownBy(() -> templates.compile("a {{ x ")).hasMessageContaining("the end is missing: }}");
        assertThatThrownBy(() -> templates.compile("{{ x + }}")).hasMessageStartingWith("line 1 of the template: ");
        assertThatThrownBy(() -> templates.compile("{% if x %}")).hasMessageContaining("has no end");
        assertThatThrownBy(() -> templates.compile("{{ }}")).hasMessageStartingWith("line 1 of the template: ");
    }

    @Test
    void aFailureSaysNothingOfTheEvent() {
        String out = render("{% for x in secret %}{{ x }}{% endfor %}", event("secret", "hunter2"));
        assertThat(out).isEqualTo("safe");
        assertThat(failures).hasSize(1).noneMatch(failure -> failure.contains("hunter2"));
    }

    @Test
    void aTemplateWithoutPlaceholdersIsConstantAndTemplatesAreEqualBySource() {
        assertThat(templates.compile("plain } { text").constant()).isTrue();
        assertThat(templates.compile("{{ x }}").constant()).isFalse();
        assertThat(templates.compile("{{ x | upper }}")).isEqualTo(templates.compile("{{ x | upper }}"));
        assertThat(templates.compile("secret {{ x }}").toString()).doesNotContain("secret");
    }

    @Test
    void valuesInBlocksOfSlackAreHarmlessForJsonAndForMrkdwn() throws Exception {
        Event event = event("x", "<!channel> \"&\"\n");
        for (String source : List.of("[\"{{ x }}\"]", "[{{ x | json }}]")) {
            String text = templates.compile(source).render(event, Escape.SLACK_JSON, () -> "safe");
            assertThat(new JacksonJson().read(text.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(List.of("&lt;!channel&gt; \"&amp;\"\n"));
        }
    }
}
