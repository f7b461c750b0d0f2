/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static dev.dispatcher.core.adapter.Asked.own;
import static dev.dispatcher.core.adapter.Asked.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.json.JacksonJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, an adapter makes events of it or refuses it with a status; and no event breaks a limit. */
class HostileAdaptersTest {

    private static final JacksonJson JSON = new JacksonJson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alertmanager",
                "burrow",
                "cloudevents",
                "github",
                "gitlab",
                "grafana",
                "jenkins",
                "kapacitor",
                "pagerduty",
                "prometheus",
                "sentry",
                "sns"
            })
    void anythingInAnyPlaceBecomesEventsOrARefusal(String name) throws Exception {
        Adapter adapter = Asked.builtIn(name);
        Random random = new Random(7);
        List<Object> trees = new ArrayList<>();
        for (String sample : name.equals("cloudevents")
                ? List.of("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}")
                : List.copyOf(Asked.samples(name).values())) {
            trees.add(JSON.read(sample.getBytes("UTF-8")));
        }
        for (int i = 0; i < 300; i++) {
            Object spoilt = spoilt(trees.get(random.nextInt(trees.size())), random);
            byte[] body = JSON.write(spoilt);
            Reading reading;
            try {
                reading = adapter.read(Asked.request(body, "Content-Type", "application/cloudevents+json"));
            } catch (Adapter.Refusal e) {
                assertThat(e.status()).isIn(400, 413, 415, 422);
                continue;
            }
            if (!name.equals("cloudevents")) {
                assertThat(reading.faults()).as(new String(body)).isEmpty();
            }
            for (Event event : reading.events()) {
                assertThat(event.message()).isNotBlank();
                assertThat(event.fields()).hasSizeLessThanOrEqualTo(256);
                JSON.read(event.json());
            }
        }
    }

    private static Object spoilt(Object node, Random random) {
        if (random.nextInt(12) == 0) {
            return switch (random.nextInt(10)) {
                case 0 -> null;
                case 1 -> "";
                case 2 -> "\u0000 {{ x }} \ud83d\ude00";
                case 3 -> -1L;
                case 4 -> new java.math.BigDecimal("1e9999");
                case 5 -> true;
                case 6 -> List.of();
                case 7 -> Map.of();
                case 8 -> List.of(List.of(Map.of("a.b", 1L, "", 2L)), "x");
                default ->
                    Map.of("id", 1L, "message", List.of(1L), "timestamp", "noon", "a", Map.of("b", Map.of("c", 1L)));
            };
        }
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), spoilt(value, random)));
            return copy;
        }
        if (node instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(spoilt(item, random)));
            return copy;
        }
        return node;
    }

    @Test
    void deepNestingIsCutAndSaidSo() throws Exception {
        String deep = "{\"message\":\"m\",\"a\":" + "{\"a\":".repeat(60) + "1" + "}".repeat(60) + "}";
        Event event = read(own("{}"), deep).get(0);
        assertThat(event.message()).isEqualTo("m");
        assertThat(event.get(Assembly.CUT)).isEqualTo(1L);
        String tooDeep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        Adapter.Refusal refusal = catchThrowableOfType(Adapter.Refusal.class, () -> read(own("{}"), tooDeep));
        assertThat(refusal.status()).isEqualTo(400);
    }

    @Test
    void ofTooManyFieldsTheHighestAreKept() throws Exception {
        StringBuilder body = new StringBuilder("{\"partitions\":[");
        for (int i = 0; i < 1000; i++) {
            body.append(i == 0 ? "" : ",").append("{\"lag\":").append(i).append('}');
        }
        Event event =
                read(own("{}"), body + "],\"group\":\"g\",\"message\":\"m\"}").get(0);
        assertThat(event.get("group")).as("behind the list").isEqualTo("g");
        assertThat(event.get("partitions.5.lag")).isEqualTo(5L);
        assertThat((Long) event.get(Assembly.CUT)).isGreaterThan(700);
        assertThat(event.fields()).hasSizeLessThanOrEqualTo(256);
    }

    @Test
    void longTextsAreShortenedAndLargeEventsCut() throws Exception {
        Limits small = new Limits(256, 64, new ByteSize(100), new ByteSize(600), 10, 16, false);
        String body = "{\"message\":\"" + "é".repeat(200) + "\",\"a\":\"" + "x".repeat(300) + "\",\"b\":\""
                + "y".repeat(99) + "\",\"c\":\"" + "y".repeat(99) + "\",\"d\":\"" + "y".repeat(99) + "\",\"e\":\""
                + "y".repeat(99) + "\",\"f\":\"" + "y".repeat(99) + "\",\"" + "n".repeat(70) + "\":1}";
        Event event = read(own("{}", small), body).get(0);
        assertThat(event.message()).startsWith("éé").endsWith("é…");
        assertThat(event.message().getBytes("UTF-8")).hasSizeLessThanOrEqualTo(100);
        assertThat(event.has("f")).isFalse();
        assertThat((Long) event.get(Assembly.CUT)).isGreaterThanOrEqualTo(4);
        assertThat(event.json().length).isLessThan(800);
    }

    @Test
    void namesThatAreTakenGetOthers() throws Exception {
        Event event = read(
                        own("fields: {message: 'm', kind: '{{ type }}', a: '{{ b }}'}"),
                        "{\"type\":\"t\",\"message\":{\"x\":1},\"kind\":5,\"timestamp\":\"noon\",\"id\":null,\"a\":1,\"b\":2,\"c.d\":1,\"c\":{\"d\":2}}")
                .get(0);
        assertThat(event.message()).isEqualTo("m");
        assertThat(event.get("message.x")).isEqualTo(1L);
        assertThat(event.get("original.kind")).isEqualTo(5L);
        assertThat(event.get("original.timestamp")).isEqualTo("noon");
        assertThat(event.timestamp()).isEqualTo(Asked.NOW);
        assertThat(event.get("a")).isEqualTo(2L);
        assertThat(event.get("original.a")).isEqualTo(1L);
        assertThat(event.has("type")).as("taken over as kind").isFalse();
        assertThat(event.get("c.d")).isEqualTo(1L);
        assertThat(event.get("original.c.d")).isEqualTo(2L);
    }

    @Test
    void aBodyCannotPassForAHeader() throws Exception {
        String yaml = "fields: {message: '{{ header.x_event }}-{{ made.kind }}-{{ request.method }}'}";
        Event event = read(
                        own(yaml), "{\"header\":{\"x_event\":\"forged\"},\"made.kind\":\"f\",\"request.method\":\"f\"}")
                .get(0);
        assertThat(event.message()).isEqualTo("--POST");
    }

    @Test
    void noTemplateSeesACredential() throws Exception {
        String yaml = "fields: {message: 'm{{ header.authorization }}{{ header.cookie }}{{ header.x_gitlab_token }}'}";
        Event event = read(own(yaml), "{}", "Authorization", "Bearer x", "Cookie", "y", "X-Gitlab-Token", "z")
                .get(0);
        assertThat(event.message()).isEqualTo("m");
    }

    @Test
    void moreItemsThanEventsAreTakenIsRefused() {
        Adapter adapter = own("each: items");
        String many = "{\"items\":[" + "1,".repeat(10_000) + "1]}";
        Adapter.Refusal refusal = catchThrowableOfType(Adapter.Refusal.class, () -> read(adapter, many));
        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal).hasMessageContaining("limit 'events'");
    }

    @Test
    void numbersWithoutBoundsCostNothing() throws Exception {
        Event event = read(
                        own("fields: {message: '{% for x in list %}{{ x + 1 }},{% endfor %}{{ n }}'}"),
                        "{\"list\":[1,2],\"n\":1e999999,\"big\":123456789012345678901234567890}")
                .get(0);
        assertThat(event.message()).isEqualTo("2,3,1E+999999");
        assertThat(event.get("big")).hasToString("123456789012345678901234567890");
        assertThat(read(own("fields: {message: 'm{% for x in list %}{{ x + 1 }}{% endfor %}'}"), "{\"list\":[1e9999]}"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "null", "\"x\"", "true"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        Adapter.Refusal refusal = catchThrowableOfType(Adapter.Refusal.class, () -> read(own("{}"), body));
        assertThat(refusal.status()).isEqualTo(422);
    }

    @Test
    void aListThatIsMissingIsRefusedAndAnEmptyOneIsNothing() throws Exception {
        Adapter.Refusal refusal = catchThrowableOfType(
                Adapter.Refusal.class, () -> read(Asked.builtIn("alertmanager"), "{\"version\":\"4\"}"));
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal).hasMessage("the body has no 'alerts', which the adapter 'alertmanager' expects");
        assertThat(read(Asked.builtIn("alertmanager"), "{\"alerts\":[]}")).isEmpty();
        assertThat(read(Asked.builtIn("alertmanager"), "{\"alerts\":null}")).isEmpty();
    }

    @Test
    void formsMayCarryJson() throws Exception {
        List<Event> events = read(
                own("{}"),
                "payload=%7B%22message%22%3A%22hi%22%7D",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(events.get(0).message()).isEqualTo("hi");
    }
}
