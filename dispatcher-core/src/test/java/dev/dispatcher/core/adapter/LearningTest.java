/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningTest {

    private static Adapter learned(String name, List<String> samples) throws Exception {
        return Asked.own(Learning.propose(
                name,
                samples.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alertmanager",
                "burrow",
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
    void fromHalfOfTheSamplesItReadsTheOtherHalf(String name) throws Exception {
        List<String> all = new ArrayList<>(Asked.samples(name).values());
        for (int half = 0; half < 2; half++) {
            List<String> known = new ArrayList<>();
            List<String> others = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                (i % 2 == half ? known : others).add(all.get(i));
            }
            Adapter adapter = learned(name, known);
            int unread = 0;
            for (String other : others) {
                List<Event> events = Asked.read(adapter, other);
                assertThat(events).as(other).isNotEmpty();
                for (Event event : events) {
                    assertThat(event.kind()).startsWith("urn:" + name);
                    unread += event.message().equals("event of mine") ? 1 : 0;
                }
            }
            assertThat(unread).as("forms of which there was no sample").isLessThanOrEqualTo(others.size() / 4);
        }
    }

    @Test
    void itFindsTheListAndWhatTheNamesMean() throws Exception {
        Adapter adapter = learned("alertmanager", List.of(Asked.sample("alertmanager/firing")));
        List<Event> events = Asked.read(adapter, Asked.sample("alertmanager/resolved"));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).message()).isEqualTo("edge-7 is down");
        assertThat(events.get(0).severity()).contains("critical");
        assertThat(events.get(0).timestamp()).hasToString("2026-11-20T09:51:03.157Z");
        assertThat(Asked.read(adapter, Asked.sample("alertmanager/mixed"))).hasSize(2);
    }

    @Test
    void wordsThatAreNoSeverityGetOne() throws Exception {
        String proposal = Learning.propose(
                "jenkins",
                List.of(Asked.sample("jenkins/failed")
                        .replace("FAILURE", "BROKEN")
                        .getBytes()));
        assertThat(proposal).contains("map: {\"BROKEN\": info}");
        assertThat(Learning.propose("x", List.of("{\"state\":\"failing\"}".getBytes())))
                .contains("map: {\"failing\": error}");
    }

    @Test
    void strangeNamesMakeNoBrokenFile() throws Exception {
        String sample =
                "{\"a'b\":{\"type\":\"x\"},\"${env:HOME}\":{\"message\":\"m\"},\"q\\\"uote\":{\"url\":\"http://x\"}}";
        assertThat(Asked.read(learned("strange", List.of(sample)), sample)
                        .get(0)
                        .message())
                .isEqualTo("m");
    }
}
